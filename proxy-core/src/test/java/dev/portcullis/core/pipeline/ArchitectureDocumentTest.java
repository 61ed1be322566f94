package dev.portcullis.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/architecture.md");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String TABLE = "| where | stage | refuses with |";

    @Test
    void the_table_of_stages_is_the_enum() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals(TABLE))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(Stage.values())
                        .map(stage ->
                                "| " + stage.where() + " | `" + stage.type() + "` | " + stage.refusesWith() + " |")
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void each_stage_says_what_it_reads_passes_on_and_refuses_with(Stage stage) throws IOException {
        String end = lastParagraph(classJavadoc(stage.type()));

        assertThat(end).startsWith("*Reads* ").contains("*Passes on* ");
        assertThat(end.contains("*Refuses with* "))
                .isEqualTo(!stage.refusesWith().equals("–"));
    }

    private static List<String> classJavadoc(String type) throws IOException {
        List<String> lines = Files.readAllLines(source(type));
        int declaration = 0;
        while (!isDeclaration(lines.get(declaration), type)) {
            declaration++;
        }
        return lines.subList(0, declaration).stream()
                .filter(line -> line.startsWith("///"))
                .map(line -> line.substring(3).strip())
                .takeWhile(line -> !line.startsWith("@param"))
                .toList();
    }

    private static boolean isDeclaration(String line, String type) {
        return Stream.of("class ", "record ").anyMatch(kind -> line.contains(kind + type)) && !line.startsWith("///");
    }

    private static Path source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> found =
                    files.filter(file -> file.endsWith(type + ".java")).toList();
            assertThat(found).as(type + ".java").hasSize(1);
            return found.getFirst();
        }
    }

    private static String lastParagraph(List<String> javadoc) {
        int from = javadoc.size();
        while (from > 0 && javadoc.get(from - 1).isEmpty()) {
            from--;
        }
        int to = from;
        while (from > 0 && !javadoc.get(from - 1).isEmpty()) {
            from--;
        }
        return String.join(" ", javadoc.subList(from, to));
    }
}
