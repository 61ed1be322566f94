package dev.portcullis.config;

import dev.portcullis.config.Config.AccessLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `off`, `stdout`, or a file in a folder that exists.
final class AccessLogType {

    private static final String EXPECTED = "off, stdout or a file";
    private static final List<String> WORDS = List.of("off", "stdout");

    private AccessLogType() {}

    static ScalarType<AccessLog> type() {
        ScalarType<Path> place = FileTypes.place(EXPECTED);
        return new ScalarType<>(EXPECTED, (text, reading) -> switch (text) {
            case "off" -> new AccessLog.Off();
            case "stdout" -> new AccessLog.Stdout();
            default -> file(text, place.parser().parse(text, reading));
        });
    }

    private static AccessLog file(String text, Path file) throws Misfit {
        if (text.indexOf('/') < 0 && text.indexOf('.') < 0) {
            // A single word is rather a slip than a file.
            Fault fault = new Fault(Quoted.of(text), EXPECTED);
            throw new Misfit(
                    Nearest.to(text, WORDS).isPresent()
                            ? fault.suggesting(text, WORDS)
                            : fault.withHint("Begin the name of a file in this folder with \"./\"."));
        }
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new Misfit(Quoted.of(text) + ": a folder", EXPECTED);
        }
        if (!Files.isDirectory(folder)) {
            throw new Misfit(
                    Quoted.of(text) + ": no such folder", "a file in a folder that exists", "Make the folder first.");
        }
        return new AccessLog.ToFile(file);
    }
}
