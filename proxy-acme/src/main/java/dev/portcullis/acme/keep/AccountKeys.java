package dev.portcullis.acme.keep;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.FileNames;
import dev.portcullis.acme.PemText;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.openssl.PEMParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our key at each authority: P-256, made once, then ours for good. Whoever has it has the account.
public final class AccountKeys {

    private static final Logger LOG = LoggerFactory.getLogger(AccountKeys.class);
    private static final String CURVE = "secp256r1";

    private final Path folder;
    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param folder `<state>/certificates/acme`; the keys are in its folder `accounts`
    public AccountKeys(Path folder) {
        this(folder, Disk.PRIVATE);
    }

    /// @param disk in place of the real one
    public AccountKeys(Path folder, Disk disk) {
        this.folder = folder.resolve("accounts");
        this.disk = disk;
    }

    /// The key for this directory, made and kept when first asked for.
    ///
    /// A damaged file is renamed to `….damaged`, with an error to the log; a new key is a new account.
    ///
    /// @throws AcmeFailure `STATE_UNUSABLE` where it can be neither read nor written
    public KeyPair key(URI directory) throws AcmeFailure {
        Path file = folder.resolve(fileName(directory));
        lock.lock();
        try {
            return read(file);
        } catch (NoSuchFileException _) {
            return create(file);
        } catch (IOException failed) {
            throw Unusable.failure(file, "the account's key cannot be read", failed);
        } catch (GeneralSecurityException damaged) {
            setAside(file, damaged);
            return create(file);
        } finally {
            lock.unlock();
        }
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8(text)));
        return new KeyPair(publicKey((ECPrivateKey) key), key);
    }

    private static byte[] pkcs8(String text) throws GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            if (parser.readObject() instanceof PrivateKeyInfo info) {
                return info.getEncoded();
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException _) {
            // Told below; the text of these may quote the key.
        }
        throw new GeneralSecurityException("no private key in PKCS #8");
    }

    /// PKCS #8 as the JDK writes it holds the private number only.
    private static PublicKey publicKey(ECPrivateKey key) throws GeneralSecurityException {
        var point = ECNamedCurveTable.getParameterSpec(CURVE)
                .getG()
                .multiply(key.getS())
                .normalize();
        if (key.getParams().getOrder().bitLength() != 256 || point.isInfinity()) {
            throw new GeneralSecurityException("no key on P-256");
        }
        ECPoint affine = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(affine, key.getParams()));
    }

    private KeyPair create(Path file) throws AcmeFailure {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            KeyPair pair = generator.generateKeyPair();
            disk.write(file, PemText.of(pair.getPrivate()));
            return pair;
        } catch (IOException failed) {
            throw Unusable.failure(file, "the account's key cannot be written", failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("P-256: not known to this Java", impossible);
        }
    }

    private void setAside(Path file, GeneralSecurityException damaged) throws AcmeFailure {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            disk.rename(file, aside);
        } catch (IOException failed) {
            throw Unusable.failure(file, "damaged, and cannot be set aside", failed);
        }
        LOG.error(
                "{}: the account's key is damaged: {} (expected: a P-256 key in PEM form). Set aside as {}; a new account takes its place. Restore the file from a backup to keep the old one.",
                file,
                damaged.getMessage(),
                aside.getFileName());
    }

    /// The host for people, the hash for authorities that share a host.
    private static String fileName(URI directory) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(directory.toString().getBytes(StandardCharsets.UTF_8));
            String host = directory.getHost() == null ? "authority" : directory.getHost();
            return FileNames.of(host) + "-" + HexFormat.of().formatHex(hash, 0, 6) + ".pem";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256: not known to this Java", impossible);
        }
    }
}
