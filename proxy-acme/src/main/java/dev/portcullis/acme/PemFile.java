package dev.portcullis.acme;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openssl.PEMParser;

/// The PEM blocks of one file, as Bouncy Castle types, in the order of the file (RFC 7468).
record PemFile(Path path, List<Object> blocks) {

    /// A chain takes a few kilobytes; whatever is larger than this is not one.
    static final int LARGEST = 1 << 20;

    /// @param wanted what the file should hold, for the messages
    static PemFile read(Path path, String wanted) throws CertificateTrouble {
        String text = text(path, wanted);
        List<Object> blocks = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                blocks.add(block);
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException broken) {
            throw new CertificateTrouble(
                    "%s: block %d is damaged (expected: %s in PEM form). Copy the file again from where it was issued."
                            .formatted(path, blocks.size() + 1, wanted),
                    broken);
        }
        if (blocks.isEmpty()) {
            throw new CertificateTrouble(("%s: no PEM block found (expected: %s in PEM form, beginning with"
                            + " \"-----BEGIN\"). A .der, .pfx or .p12 file must be converted with openssl first.")
                    .formatted(path, wanted));
        }
        return new PemFile(path, List.copyOf(blocks));
    }

    private static String text(Path path, String wanted) throws CertificateTrouble {
        byte[] bytes;
        try {
            if (Files.isDirectory(path)) {
                throw new CertificateTrouble(
                        "%s: a folder (expected: a file with %s). Name the file itself.".formatted(path, wanted));
            }
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
        } catch (NoSuchFileException missing) {
            throw new CertificateTrouble(
                    "%s: no such file (expected: %s). Check the path.".formatted(path, wanted), missing);
        } catch (AccessDeniedException denied) {
            throw new CertificateTrouble(
                    "%s: not readable by user %s (expected: %s). Change the file's owner, or its mode with chmod."
                            .formatted(path, System.getProperty("user.name", "?"), wanted),
                    denied);
        } catch (IOException failed) {
            throw new CertificateTrouble(
                    "%s: cannot be read: %s (expected: %s).".formatted(path, reason(failed), wanted), failed);
        }
        if (bytes.length > LARGEST) {
            throw new CertificateTrouble("%s: larger than %d KiB (expected: %s). Check that it is the right file."
                    .formatted(path, LARGEST / 1024, wanted));
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String reason(IOException failed) {
        if (failed instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        return failed.getClass().getSimpleName();
    }
}
