package dev.portcullis.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What a normal build tries on a fuzz target: its seeds, changed a little by the words of its dictionary, the same
/// at every run. `bench/fuzz` looks for more, guided by what the code does.
public final class Mutations {

    private static final int MOST_CHANGES = 5;

    private final List<byte[]> seeds;
    private final List<byte[]> words;
    private final SplittableRandom random = new SplittableRandom(20_261_123);

    private Mutations(List<byte[]> seeds, List<byte[]> words) {
        this.seeds = seeds;
        this.words = words;
    }

    /// What is tried on one target.
    ///
    /// @param test whose seeds lie in `<its name>Inputs/<target>` beside it
    /// @param dictionary a resource beside it, in the form that libFuzzer reads
    public static Mutations of(Class<?> test, String target, String dictionary) {
        try {
            List<byte[]> seeds = new ArrayList<>();
            try (Stream<Path> files = Files.list(resource(test, test.getSimpleName() + "Inputs/" + target))) {
                for (Path file : files.sorted().toList()) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
            List<byte[]> words = new ArrayList<>();
            for (String line : Files.readAllLines(resource(test, dictionary))) {
                if (line.startsWith("\"")) {
                    words.add(word(line));
                }
            }
            return new Mutations(seeds, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(Class<?> test, String name) {
        try {
            return Path.of(Objects.requireNonNull(test.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /// `"a\x00\"\\b"`.
    private static byte[] word(String line) {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        String text = line.substring(1, line.lastIndexOf('"'));
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                word.write(text.charAt(i));
            } else if (text.charAt(i + 1) == 'x') {
                word.write(Integer.parseInt(text, i + 2, i + 4, 16));
                i += 3;
            } else {
                word.write(text.charAt(++i));
            }
        }
        return word.toByteArray();
    }

    /// Tries so many inputs; a failure names the one that it came with.
    public void each(int rounds, Consumer<byte[]> target) {
        for (int round = 0; round < rounds; round++) {
            byte[] input = seeds.get(random.nextInt(seeds.size()));
            for (int change = random.nextInt(MOST_CHANGES); change > 0; change--) {
                input = changed(input);
            }
            try {
                target.accept(input.clone());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("with " + HexFormat.of().formatHex(input), e);
            }
        }
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(8));
        byte[] word = words.get(random.nextInt(words.size()));
        return switch (random.nextInt(6)) {
            case 0, 1 -> spliced(input, from, from, word);
            case 2 -> spliced(input, from, to, word);
            case 3 -> spliced(input, from, to, new byte[0]);
            case 4 -> spliced(input, from, from, Arrays.copyOfRange(input, from, to));
            default -> spliced(input, from, Math.min(to, from + 1), new byte[] {(byte) random.nextInt(256)});
        };
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] instead) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(input, 0, from);
        result.writeBytes(instead);
        result.write(input, to, input.length - to);
        return result.toByteArray();
    }
}
