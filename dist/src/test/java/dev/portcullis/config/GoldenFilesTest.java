package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFilesTest {

    static Stream<Path> broken() {
        return Samples.files("broken").stream().filter(it -> it.toString().endsWith(".yaml"));
    }

    static Stream<Path> good() {
        return Samples.files("good").stream();
    }

    static Stream<Path> warned() {
        return Samples.files("warned").stream().filter(it -> it.toString().endsWith(".yaml"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_file_is_refused_with_exactly_these_messages(Path file) throws IOException {
        Loaded loaded = Samples.READER.load(file);

        assertThat(loaded).isInstanceOf(Loaded.Broken.class);
        List<Problem> problems = ((Loaded.Broken) loaded).problems();
        assertThat(lines(file, problems)).isEqualTo(expected(file));
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_file_is_accepted_without_a_word(Path file) {
        Loaded loaded = Samples.READER.load(file);

        assertThat(loaded).isInstanceOf(Loaded.Ok.class);
        assertThat(((Loaded.Ok) loaded).warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("warned")
    void a_doubtful_file_is_accepted_with_exactly_these_warnings(Path file) throws IOException {
        Loaded loaded = Samples.READER.load(file);

        assertThat(loaded).isInstanceOf(Loaded.Ok.class);
        assertThat(lines(file, ((Loaded.Ok) loaded).warnings())).isEqualTo(expected(file));
    }

    @Test
    void every_golden_file_has_its_messages_and_the_other_way_round() {
        for (String folder : List.of("broken", "warned")) {
            List<String> names = Samples.files(folder).stream()
                    .map(it -> it.getFileName().toString())
                    .toList();
            Set<String> files = stems(names, ".yaml");

            assertThat(stems(names, ".expected")).isEqualTo(files);
            assertThat(names).hasSize(files.size() * 2);
        }
        assertThat(broken()).hasSizeGreaterThanOrEqualTo(60);
    }

    private static Set<String> stems(List<String> names, String suffix) {
        return names.stream()
                .filter(it -> it.endsWith(suffix))
                .map(it -> it.substring(0, it.length() - suffix.length()))
                .collect(Collectors.toSet());
    }

    /// As printed, with the file's name in the place of its path on this machine.
    private static List<String> lines(Path file, List<?> findings) {
        return findings.stream()
                .map(it -> it.toString()
                        .replace(file.toString(), file.getFileName().toString()))
                .toList();
    }

    private static List<String> expected(Path file) throws IOException {
        return Files.readAllLines(Path.of(file.toString().replace(".yaml", ".expected")));
    }
}
