package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every test that the threat model names is there.
class ThreatModelDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/threat-model.md");
    private static final List<String> MODULES = List.of("proxy-rules", "proxy-core", "proxy-acme", "dist");
    private static final String HEADING = "| attack | what happens | shown by |";

    /// The last cells of the tables of attacks.
    private static List<String> proofs() throws IOException {
        List<String> cells = new ArrayList<>();
        boolean within = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (!line.startsWith("|")) {
                within = false;
            } else if (line.equals(HEADING)) {
                within = true;
            } else if (within && !line.startsWith("|---")) {
                String[] parts = line.split("\\|", -1);
                assertThat(parts).as(line).hasSize(5);
                cells.add(parts[3].strip());
            }
        }
        return cells;
    }

    /// What stands between backticks.
    private static List<String> names(String cell) {
        List<String> names = new ArrayList<>();
        String[] parts = cell.split("`", -1);
        for (int i = 1; i < parts.length; i += 2) {
            names.add(parts[i]);
        }
        return names;
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (Path file : files.filter(file -> file.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    @Test
    void every_row_names_a_test_and_every_test_exists() throws IOException {
        Map<String, String> sources = sources();
        List<String> proofs = proofs();
        Set<String> missing = new LinkedHashSet<>();
        for (String cell : proofs) {
            assertThat(names(cell)).as(cell).isNotEmpty();
            for (String name : names(cell)) {
                int dot = name.indexOf('.');
                String source = sources.get(dot < 0 ? name : name.substring(0, dot));
                if (source == null || (dot >= 0 && !declares(source, name.substring(dot + 1)))) {
                    missing.add(name);
                }
            }
        }

        assertThat(proofs).hasSizeGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    /// A method, or a rule of the architecture.
    private static boolean declares(String source, String member) {
        return source.contains("void " + member + "(") || source.contains("ArchRule " + member + " ");
    }
}
