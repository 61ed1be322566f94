package dev.portcullis.acme.keep;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// What is said when the disk refuses.
final class Unusable {

    private Unusable() {}

    /// @param what such as `cannot be written`
    static AcmeFailure failure(Path file, String what, IOException failed) {
        return new AcmeFailure(
                AcmeTrouble.of(
                        AcmeTrouble.Cause.STATE_UNUSABLE,
                        file.toString(),
                        what + ": " + reason(failed),
                        "Check the free space, and that the folder belongs to user %s; nothing is ordered until then."
                                .formatted(System.getProperty("user.name", "?"))),
                failed);
    }

    static String reason(IOException failed) {
        if (failed instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        String message = failed.getMessage();
        return failed.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
