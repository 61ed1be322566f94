package dev.portcullis.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DoctorDocumentTest {

    @Test
    void the_page_lists_every_check_as_the_code_does() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/doctor.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .isEqualTo(Stream.of(Check.values())
                        .map(check -> "| `%s` | %s | %s |".formatted(check.id(), check.looksAt(), check.usualRepair()))
                        .toList());
    }
}
