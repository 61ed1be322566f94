package dev.portcullis.setup;

import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import dev.portcullis.config.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Finds out whether answers make a configuration that holds, the way `check` does.
final class Trial {

    private final ConfigFile reader;
    private final Path file;

    /// @param file where the configuration is to be
    Trial(ConfigFile reader, Path file) {
        this.reader = reader;
        this.file = file;
    }

    /// What is wrong, in words; empty if nothing is.
    String objection(Answers answers) {
        byte[] text = new ConfigText(answers).toString().getBytes(StandardCharsets.UTF_8);
        return switch (reader.check(text, file)) {
            case Loaded.Ok _ -> "";
            case Loaded.Broken broken -> words(broken.problems());
        };
    }

    private static String words(List<Problem> problems) {
        return problems.stream().map(Problem::message).distinct().collect(Collectors.joining("\n"));
    }
}
