package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericSiteTest {

    private final House house = House.quiet();

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, PASSWORD",
        "Application/X-WWW-Form-Urlencoded; charset=utf-8, PASSWORD",
        "multipart/form-data; boundary=x, PASSWORD",
        "text/plain, NONE",
        "application/json, NONE"
    })
    void a_posted_form_may_hold_a_password(String type, Credential.Kind expected) {
        Sent form = Sent.post("/login").at(House.OTHER).with("content-type", type);
        Observation seen = Objects.requireNonNull(house.answer(form, 401));
        assertThat(seen.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(seen.credential().kind()).isEqualTo(expected);
        assertThat(seen.credential().hashes()).isEmpty();
    }

    @Test
    void only_a_post_brings_a_form() {
        Sent get = Sent.get("/login").at(House.OTHER).with("content-type", "application/x-www-form-urlencoded");
        assertThat(Objects.requireNonNull(house.answer(get, 401)).credential().kind())
                .isEqualTo(Credential.Kind.NONE);
    }

    @Test
    void what_one_site_takes_for_good_is_known_nowhere_else() {
        Sent page = Sent.get("/admin").at(House.OTHER);
        assertThat(house.outcome(page, 403)).isEqualTo(Outcome.DENIED);
        Observation good = Objects.requireNonNull(house.answer(page.bearer("junk"), 200));
        assertThat(good.outcome()).isEqualTo(Outcome.SITE_OK);
        assertThat(good.credential().hashes()).hasSize(1).doesNotContain(House.HASH.of("junk"));
        Observation bad = Objects.requireNonNull(house.answer(page.bearer("junk"), 401));
        assertThat(bad.credential().hashes()).isEqualTo(good.credential().hashes());
    }

    @ParameterizedTest
    @CsvSource({
        "/pictures/1.JPG",
        "/pictures/1.jpeg",
        "/a.png",
        "/a.gif",
        "/a.webp",
        "/a.avif",
        "/a.svg",
        "/a.ico",
        "/a.css",
        "/app.0a1b.js",
        "/a.mjs",
        "/a.woff2",
        "/a.ttf",
        "/a.js.map"
    })
    void a_missing_picture_script_or_font_is_nothing(String path) {
        assertThat(house.outcome(Sent.get(path).at(House.OTHER), 404)).isEqualTo(Outcome.NONE);
    }

    @ParameterizedTest
    @CsvSource({"/old", "/a.php", "/jpg", "/a.png/x", "/backup.json"})
    void other_missing_pages_still_are_something(String path) {
        assertThat(house.outcome(Sent.get(path).at(House.OTHER), 404)).isEqualTo(Outcome.NOT_FOUND);
    }

    @Test
    void a_header_does_not_hide_the_password_of_a_flash_briefing() {
        Sent guess = Sent.get("/api/alexa/flash_briefings/news?password=guess");
        for (Sent sent : new Sent[] {guess, guess.bearer("same"), guess.with("authorization", "Basic c2FtZQ")}) {
            Observation seen = Objects.requireNonNull(house.answer(sent, 401));
            assertThat(seen.outcome()).isEqualTo(Outcome.DENIED);
            assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.BASIC);
            assertThat(seen.credential().hashes()).containsExactly(House.HASH.of("guess"));
        }
    }
}
