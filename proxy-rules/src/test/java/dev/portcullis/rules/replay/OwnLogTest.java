package dev.portcullis.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.RequestTrace;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnLogTest {

    private static final int MANY = 5000;

    @Test
    void a_line_reads_like_this() {
        Observation seen = new Observation(
                Instant.parse("2026-11-23T14:05:09.123456789Z"),
                Address.parse("2001:db8::9").orElseThrow(),
                "internet",
                "home.example.org",
                new RequestTrace("POST", "/auth/login_flow/~9f86d081", "Mozilla/5.0 \"x\" \u001b[2J", true),
                new Observation.Answer(200, "", "", true),
                Outcome.WRONG_PASSWORD,
                new Credential(Credential.Kind.PASSWORD, List.of(), false),
                "2c26b46b68ffc68ff99b453c1d304134",
                List.of("scanner"),
                List.of("no posts"));

        assertThat(OwnLog.write(seen))
                .isEqualTo(
                        "{\"ts\":\"2026-11-23T14:05:09.123456789Z\",\"client\":\"2001:db8::9\",\"zone\":\"internet\","
                                + "\"site\":\"home.example.org\",\"method\":\"POST\",\"path\":\"/auth/login_flow/~9f86d081\","
                                + "\"status\":200,\"restarting\":true,\"agent\":\"Mozilla/5.0 \\\"x\\\" \\u001b[2J\","
                                + "\"cross_site\":true,\"outcome\":\"wrong_password\",\"credential\":{\"kind\":\"password\"},"
                                + "\"user\":\"2c26b46b68ffc68ff99b453c1d304134\",\"probes\":[\"scanner\"],"
                                + "\"rules\":[\"no posts\"]}");
    }

    @Test
    void what_is_empty_is_left_out() {
        Observation seen = new Observation(
                Instant.parse("2026-11-23T14:05:09Z"),
                Address.parse("203.0.113.9").orElseThrow(),
                "internet",
                "",
                RequestTrace.NONE,
                Observation.Answer.refused(0, "unknown-name"),
                Outcome.NONE,
                Credential.NONE,
                "",
                List.of(),
                List.of());

        assertThat(OwnLog.write(seen))
                .isEqualTo("{\"ts\":\"2026-11-23T14:05:09Z\",\"client\":\"203.0.113.9\",\"zone\":\"internet\","
                        + "\"status\":0,\"refusal\":\"unknown-name\"}");
    }

    @Test
    void what_is_read_is_what_was_written_however_hostile() throws BadLine {
        Random random = new Random(20261123);
        for (int i = 0; i < MANY; i++) {
            Observation seen = Hostile.observation(random);
            String line = OwnLog.write(seen);

            assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
            assertThat(OwnLog.read(line)).isEqualTo(seen);
            assertThat(LogFormat.of(line)).contains(LogFormat.PORTCULLIS);
        }
    }

    @Test
    void members_of_a_later_version_are_passed_over() throws BadLine {
        assertThat(OwnLog.read("{\"v\":[{\"a\":[1,2.5,null,true]}],\"ts\":\"2026-11-23T14:05:09Z\","
                                + "\"client\":\"203.0.113.9\",\"status\":404}")
                        .answer())
                .isEqualTo(Observation.Answer.of(404));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense|not one JSON object",
                "[]|not one JSON object",
                "{}{}|not one JSON object",
                "{\"ts\":|not one JSON object",
                "{}|ts is no time (expected: RFC 3339)",
                "{\"ts\":\"yesterday\"}|ts is no time (expected: RFC 3339)",
                "{\"ts\":\"+10000-01-01T00:00:00Z\"}|ts is no time (expected: RFC 3339)",
                "{\"ts\":\"-0001-12-31T23:59:59Z\"}|ts is no time (expected: RFC 3339)",
                "{\"ts\":\"2026-11-23T14:05:09Z\"}|client is no address (expected: IPv4 or IPv6)",
                "{\"ts\":\"2026-11-23T14:05:09Z\",\"client\":\"::1\",\"status\":1e9}|status is no status (expected: a whole"
                        + " number)",
                "{\"ts\":\"2026-11-23T14:05:09Z\",\"client\":\"::1\",\"outcome\":\"x\"}|outcome is unknown (expected: one"
                        + " that this version writes)",
                "{\"ts\":\"2026-11-23T14:05:09Z\",\"client\":\"::1\",\"credential\":{\"kind\":7}}|kind is unknown (expected:"
                        + " one that this version writes)",
            })
    void a_broken_line_says_what_is_wrong_without_quoting_it(String line, String message) {
        assertThatThrownBy(() -> OwnLog.read(line)).isInstanceOf(BadLine.class).hasMessage(message);
    }

    @Test
    void deep_nesting_is_a_broken_line() {
        assertThatThrownBy(() -> OwnLog.read("{\"a\":" + "[".repeat(100_000))).isInstanceOf(BadLine.class);
    }

    /// Observations with everything in them that a network can send, and more.
    private static final class Hostile {

        static Observation observation(Random random) {
            Outcome[] outcomes = Outcome.values();
            Credential.Kind[] kinds = Credential.Kind.values();
            return new Observation(
                    Instant.ofEpochSecond(
                            random.nextLong(-62_000_000_000L, 253_402_300_800L), random.nextInt(1_000_000_000)),
                    address(random),
                    text(random),
                    text(random),
                    new RequestTrace(text(random), text(random), text(random), random.nextBoolean()),
                    new Observation.Answer(random.nextInt(), text(random), text(random), random.nextBoolean()),
                    outcomes[random.nextInt(outcomes.length)],
                    new Credential(kinds[random.nextInt(kinds.length)], texts(random), random.nextBoolean()),
                    text(random),
                    texts(random),
                    texts(random));
        }

        private static Address address(Random random) {
            return switch (random.nextInt(4)) {
                case 0 -> new Address(0, 0xffff_0000_0000L | (random.nextInt() & 0xffff_ffffL));
                case 1 -> new Address(0, random.nextLong());
                case 2 -> new Address(random.nextLong(), 0);
                default -> new Address(random.nextLong(), random.nextLong());
            };
        }

        private static List<String> texts(Random random) {
            return IntStream.range(0, random.nextInt(3))
                    .mapToObj(_ -> text(random))
                    .toList();
        }

        private static String text(Random random) {
            int most = random.nextInt(4) == 0 ? 0x10000 : 0x100;
            return IntStream.range(0, random.nextInt(12))
                    .mapToObj(_ -> String.valueOf((char) random.nextInt(most)))
                    .collect(Collectors.joining());
        }
    }
}
