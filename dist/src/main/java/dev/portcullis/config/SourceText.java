package dev.portcullis.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the file's text, and refuses what no editor would have saved.
final class SourceText {

    static final int MAX_BYTES = 1 << 20;

    private static final String READABLE = "a readable configuration file";
    private static final String TEXT = "YAML text in UTF-8";

    private SourceText() {}

    /// The bytes of a file of at most [#MAX_BYTES].
    ///
    /// @return null when something was reported
    static byte @Nullable [] read(Path file, Findings findings) {
        Where whole = Where.root(Mark.FILE);
        String obstacle = FileCheck.obstacle(file);
        if (obstacle != null) {
            findings.problem(whole, new Fault(obstacle, READABLE));
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length <= MAX_BYTES) {
                return bytes;
            }
            findings.problem(whole, new Fault("larger than 1 MiB", "a configuration file of at most 1 MiB"));
        } catch (IOException e) {
            findings.problem(whole, new Fault(FileCheck.reason(e), READABLE));
        }
        return null;
    }

    /// The text, without a byte order mark.
    ///
    /// @return null when something was reported
    static @Nullable String decode(byte[] bytes, Findings findings) {
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), chars, true);
        String text = chars.flip().toString();
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (result.isError()) {
            findings.problem(
                    Where.root(markAt(text, text.length())),
                    new Fault("bytes that are not UTF-8", TEXT, "Save the file as UTF-8."));
            return null;
        }
        return withoutControls(text, findings) ? text : null;
    }

    private static boolean withoutControls(String text, Findings findings) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean control = Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
            if (control || c == '\uFEFF' || c == '\uFFFE' || c == '\uFFFF') {
                findings.problem(
                        Where.root(markAt(text, at)),
                        new Fault("the control character " + Quoted.of(String.valueOf(c)), TEXT, "Remove it."));
                return false;
            }
        }
        return true;
    }

    /// The place of a character, counted as YAML counts (YAML 1.2.2 §5.4): CR LF, CR and LF each end a line.
    static Mark markAt(String text, int index) {
        int line = 1;
        int lineStart = 0;
        for (int at = 0; at < index; at++) {
            char c = text.charAt(at);
            boolean crAlone = c == '\r' && (at + 1 >= text.length() || text.charAt(at + 1) != '\n');
            boolean ends = c == '\n' || crAlone;
            if (ends) {
                line++;
                lineStart = at + 1;
            }
        }
        return new Mark(line, text.codePointCount(lineStart, index) + 1);
    }
}
