package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MutatedFilesTest {

    private static final int ROUNDS = 20_000;

    private static final List<String> SPLINTERS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "-",
            ",",
            "\n",
            "\r",
            "\r\n",
            "\t",
            "  ",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "<<: ",
            "\"",
            "'",
            "|\n",
            ">\n",
            "? ",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "${",
            "${HOUSE}",
            "$${",
            "}",
            "null",
            "~",
            "010",
            "0x1F",
            "10:30",
            "off",
            "yes",
            "1e999",
            ".inf",
            "\u0000",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\u202E",
            "é",
            "\uD83C\uDFE0",
            "\\",
            "@",
            "`",
            "99999999999999999999",
            "-1",
            "10s",
            "64KiB",
            "/0",
            "::",
            "[::]:443",
            "lan",
            "internet",
            "interfaces",
            "sites:",
            "expose:",
            "from: ",
            "acme: {",
            "unlimited",
            "%",
            "*",
            "**",
            "x");

    @Test
    void whatever_happens_to_a_good_file_it_is_read_or_refused_with_places_inside_it() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : Samples.files("good")) {
            seeds.add(Files.readAllBytes(file));
        }
        Path file = Samples.folder("good").resolve("mutated.yaml");
        SplittableRandom random = new SplittableRandom(20261123);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutate(seeds.get(random.nextInt(seeds.size())), random);
            switch (Samples.READER.check(bytes, file)) {
                case Loaded.Ok ok -> {
                    accepted++;
                    ok.warnings().forEach(it -> assertInside(bytes, it.line(), it.column(), it.toString()));
                }
                case Loaded.Broken broken -> {
                    assertThat(broken.problems()).as("round %d", round).isNotEmpty();
                    broken.problems().forEach(it -> assertInside(bytes, it.line(), it.column(), it.toString()));
                }
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS * 9 / 10);
    }

    private static byte[] mutate(byte[] seed, SplittableRandom random) {
        byte[] bytes = seed;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(12));
            bytes = switch (random.nextInt(5)) {
                case 0 -> splice(bytes, from, from, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
                case 1 -> splice(bytes, from, to, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
                case 2 -> splice(bytes, from, to, "");
                case 3 -> splice(bytes, from, from, new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
                default -> splice(bytes, from, from, String.valueOf((char) random.nextInt(256)));
            };
        }
        return bytes;
    }

    /// Single characters below 256 become single bytes, so that broken UTF-8 comes about, too.
    private static byte[] splice(byte[] bytes, int from, int to, String insert) {
        boolean narrow = insert.length() == 1;
        byte[] middle = insert.getBytes(narrow ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        byte[] result = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }

    static void assertInside(byte[] bytes, int line, int column, String message) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> lines =
                List.of(text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1));
        assertThat(line).as(message).isBetween(1, lines.size());
        String written = lines.get(line - 1);
        assertThat(column).as(message).isBetween(1, written.codePointCount(0, written.length()) + 1);
    }
}
