package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapedTest {

    @Test
    void what_can_be_seen_stays() {
        assertThat(Escaped.text("GET /über?q=日本 😀 é~!")).isEqualTo("GET /über?q=日本 😀 é~!");
    }

    @Test
    void every_control_character_is_escaped_and_a_backslash_doubled() {
        for (char c = 0; c < 0x20; c++) {
            assertThat(Escaped.text(String.valueOf(c))).isEqualTo("\\x%02x".formatted((int) c));
        }
        for (char c = 0x7f; c < 0xa0; c++) {
            assertThat(Escaped.text(String.valueOf(c))).isEqualTo("\\x%02x".formatted((int) c));
        }
        assertThat(Escaped.text("\\x1b")).isEqualTo("\\\\x1b");
    }

    @Test
    void what_misleads_a_reader_is_escaped() {
        assertThat(Escaped.text("a\u202eb\u2066\u2028\u200b\ufeff\u00a0\u00ad"))
                .isEqualTo("a\\u202eb\\u2066\\u2028\\u200b\\ufeff\\xa0\\xad");
        assertThat(Escaped.text("\ud800x\udc00")).isEqualTo("\\ud800x\\udc00");
        assertThat(Escaped.text(new String(Character.toChars(0xe0041)))).isEqualTo("\\u{e0041}");
        assertThat(Escaped.text("\u3164\ufe0f")).isEqualTo("\\u3164\\ufe0f");
    }

    @Test
    void long_text_is_cut_with_a_count() {
        assertThat(Escaped.text("x".repeat(100_000))).isEqualTo("x".repeat(300) + "… (99700 more)");
        assertThat(Escaped.text("x".repeat(300))).isEqualTo("x".repeat(300));
    }

    @Test
    void every_character_of_unicode_comes_out_printable() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String safe = Escaped.text(Character.toString(point));
            assertThat(safe.codePoints()
                            .noneMatch(c -> Character.isISOControl(c)
                                    || Character.getType(c) == Character.FORMAT
                                    || Character.getType(c) == Character.SURROGATE))
                    .as("U+%04X", point)
                    .isTrue();
        }
    }
}
