package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Configuration files to test with.
final class Samples {

    static final ConfigFile READER = new ConfigFile(Map.of("HOUSE", "home")::get);

    private Samples() {}

    static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(Samples.class.getResource("/config/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Loaded load(String yaml) {
        return READER.check(yaml.getBytes(StandardCharsets.UTF_8), Path.of("portcullis.yaml"));
    }

    static Config good(String yaml) {
        return good(load(yaml));
    }

    static Config good(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Ok ok -> ok.config();
            case Loaded.Broken broken ->
                throw new AssertionError(broken.problems().toString());
        };
    }

    static List<String> problems(String yaml) {
        Loaded loaded = load(yaml);
        assertThat(loaded).isInstanceOf(Loaded.Broken.class);
        return ((Loaded.Broken) loaded)
                .problems().stream().map(Problem::toString).toList();
    }

    /// A file in which one more section stands beside the smallest that is complete.
    static String with(String section) {
        return """
                sites:
                  - hosts: [home.example.org]
                    upstream: http://ha:8123
                certificates: {self_signed: true}
                """ + section;
    }
}
