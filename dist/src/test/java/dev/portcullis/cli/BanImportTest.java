package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.cli.BanImport.Wish;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanImportTest {

    private static final String DAMAGE = "\u0000:'\"[]{},-&*!#\n x\u00e9";

    /// As Home Assistant wrote it.
    private static final String IP_BANS = """

            203.0.113.66:
              banned_at: '2026-11-23T07:50:54.526929+00:00'

            2001:db8::66:
              banned_at: '2022-01-02T03:04:05'

            '::66':
              banned_at: null
            """;

    @Test
    void home_assistants_bans_have_no_end() throws Exception {
        assertThat(read(IP_BANS).wishes())
                .containsExactly(
                        new Wish("203.0.113.66/32", "", "from Home Assistant"),
                        new Wish("2001:db8::66/128", "", "from Home Assistant"),
                        new Wish("::66/128", "", "from Home Assistant"));
        assertThat(read(IP_BANS).toJson()).contains("\"network\":\"203.0.113.66/32\",\"until\":null");
        assertThat(BanImport.read("-", bytes(IP_BANS), "30d").toJson())
                .contains("\"network\":\"203.0.113.66/32\",\"for\":\"30d\"");
    }

    @Test
    void what_is_wrong_with_home_assistants_file_is_told_with_its_lines() {
        String text = "1.2.3.4:\n  banned_at: '2026-11-23T07:50:54+00:00'\nrouter:\n  banned_at: null\n"
                + "1.2.3.5:\n  since: x\n1.2.3.6:\n  banned_at: tomorrow\n1.2.3.7: [a, {b: c}]\n";

        assertThat(problems(text))
                .containsExactly(
                        "stdin:3: \"router\": not an address or network (expected: for example 192.168.1.0/24 or"
                                + " fd00::/8).",
                        "stdin:5: an address without banned_at (expected: Home Assistant's ip_bans.yaml)",
                        "stdin:8: banned_at is not a time (expected: Home Assistant's ip_bans.yaml)",
                        "stdin:9: an address without banned_at (expected: Home Assistant's ip_bans.yaml)",
                        "nothing was imported");
        assertThat(problems("1.2.3.4:\n  banned_at: 'x\n"))
                .hasSize(2)
                .first()
                .asString()
                .contains("malformed YAML");
    }

    @Test
    void a_plain_list_has_one_network_a_line_and_comments() throws Exception {
        BanImport read = read("\ufeff# mine\r\n203.0.113.9 # loud\r\n\r\n2001:db8::/48\r\n203.0.113.9/32\r\n");

        assertThat(read.wishes())
                .containsExactly(new Wish("203.0.113.9/32", "", ""), new Wish("2001:db8::/48", "", ""));
        assertThat(read.leftOut()).isEqualTo(1);
        assertThat(read("").wishes()).isEmpty();
        assertThat(read("# nobody\n").wishes()).isEmpty();
    }

    @Test
    void csv_is_read_by_its_titles() throws Exception {
        BanImport read = read("network,reason,until,enforced\r\n"
                + "203.0.113.9,\"a \"\"b\"\", c\r\nd\",forever,true\r\n"
                + "203.0.113.10,'=1+1,2026-12-01T00:00:00Z,\r\n"
                + "203.0.113.11,,,false\r\n");

        assertThat(read.wishes())
                .containsExactly(
                        new Wish("203.0.113.9/32", "forever", "a \"b\", c\r\nd"),
                        new Wish("203.0.113.10/32", "2026-12-01T00:00:00Z", "=1+1"));
        assertThat(read.leftOut()).isEqualTo(1);
    }

    @Test
    void what_is_wrong_with_csv_is_told_with_its_lines() {
        assertThat(problems("network,until\n1.2.3.4\n\"1.2.3\n.4\",\n1.2.3.4,soon\n"))
                .hasSize(4)
                .satisfies(problems -> {
                    assertThat(problems.get(0)).startsWith("stdin:2: 1 cells (expected: 2");
                    assertThat(problems.get(1)).startsWith("stdin:3: ");
                    assertThat(problems.get(2)).startsWith("stdin:5: \"soon\": not a time");
                });
        assertThat(problems("network,until\n\"1.2.3.4")).first().asString().contains("without end");
    }

    @Test
    void an_end_beyond_the_year_9999_is_told_with_its_line() {
        assertThat(problems("network,until\n1.2.3.4,9999-12-31T23:59:59Z\n1.2.3.5,+10000-01-01T00:00:00Z\n"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("stdin:3: \"+10000-01-01T00:00:00Z\": beyond the year 9999");
    }

    @Test
    void json_is_read_with_or_without_its_frame() throws Exception {
        String bans = "[{\"network\":\"203.0.113.9\",\"until\":null,\"note\":\"n\",\"more\":{\"a\":[1]}},\n"
                + "{\"network\":\"203.0.113.10\",\"until\":\"2026-12-01T00:00:00Z\"},"
                + "{\"network\":\"203.0.113.11\",\"enforced\":false}]";

        for (String text : List.of(bans, "{\"time\":\"x\",\"total\":3,\"bans\":" + bans + "}")) {
            BanImport read = read(text);
            assertThat(read.wishes())
                    .containsExactly(
                            new Wish("203.0.113.9/32", "forever", "n"),
                            new Wish("203.0.113.10/32", "2026-12-01T00:00:00Z", ""));
            assertThat(read.leftOut()).isEqualTo(1);
        }
    }

    @Test
    void what_is_wrong_with_json_is_told_with_its_lines() {
        assertThat(problems("{\"bans\":[\n{\"network\":\"x\"},\n7,\n{}]}"))
                .hasSize(4)
                .satisfies(problems -> {
                    assertThat(problems.get(0)).startsWith("stdin:2: \"x\": not an address");
                    assertThat(problems.get(1)).startsWith("stdin:3: no object");
                    assertThat(problems.get(2)).startsWith("stdin:4: \"\": not an address");
                });
        assertThat(problems("{}")).first().asString().contains("no list \"bans\"");
        assertThat(problems("{\"bans\":[\n{\"network\":")).first().asString().contains("malformed JSON");
        assertThat(problems("[".repeat(10_000))).hasSize(3);
    }

    @Test
    void a_file_full_of_nonsense_gives_a_hundred_problems_and_no_more() {
        assertThat(problems("x\n".repeat(100_000))).hasSize(102);
    }

    @Test
    void a_list_that_is_too_large_for_one_import_says_so() throws Exception {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 250_000; i++) {
            list.append("10.")
                    .append(i >> 16)
                    .append('.')
                    .append((i >> 8) & 255)
                    .append('.')
                    .append(i & 255)
                    .append('\n');
        }
        BanImport read = read(list.toString());

        assertThat(read.wishes()).hasSize(250_000);
        assertThatThrownBy(read::toJson).isInstanceOf(UsageTrouble.class).hasMessageContaining("Split the file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.4:\n  banned_at: '2026-11-23T07:50:54+00:00'\n",
                "network,until\n1.2.3.4,forever\n",
                "{\"bans\":[{\"network\":\"1.2.3.4\"}]}",
                "1.2.3.4\n"
            })
    void a_damaged_file_is_read_or_refused_and_nothing_else(String good) {
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            StringBuilder damaged = new StringBuilder(good);
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged.setCharAt(random.nextInt(damaged.length()), DAMAGE.charAt(random.nextInt(DAMAGE.length())));
            }
            String text = damaged.toString();
            try {
                assertThat(read(text).wishes()).as(text).hasSizeLessThanOrEqualTo(2);
            } catch (UsageTrouble refused) {
                assertThat(refused).as(text).hasMessageContaining("stdin:");
            }
        }
    }

    private static List<String> problems(String text) {
        try {
            read(text);
        } catch (UsageTrouble trouble) {
            return String.valueOf(trouble.getMessage()).lines().toList();
        }
        return List.of();
    }

    private static BanImport read(String text) throws UsageTrouble {
        return BanImport.read("-", bytes(text), "forever");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
