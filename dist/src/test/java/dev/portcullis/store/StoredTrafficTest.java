package dev.portcullis.store;

import static dev.portcullis.store.Samples.MONTH;
import static dev.portcullis.store.Samples.NOW;
import static dev.portcullis.store.Samples.address;
import static dev.portcullis.store.Samples.banned;
import static dev.portcullis.store.Samples.login;
import static dev.portcullis.store.Samples.open;
import static dev.portcullis.store.Samples.probe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredTrafficTest {

    private static final Instant ANY_TIME = Instant.EPOCH;

    @TempDir
    Path folder;

    @Test
    void probes_after_one_come_page_by_page_upward() throws Exception {
        try (Store store = open(folder)) {
            for (int i = 1; i <= 7; i++) {
                store.append(List.of(probe("192.0.2.1", "/" + i, 1))).get();
            }
            assertThat(store.probes(Optional.empty(), ANY_TIME, 2, 3))
                    .extracting(ProbeRow::id)
                    .containsExactly(5L, 4L, 3L);
            assertThat(store.probes(Optional.empty(), ANY_TIME, 5, 3))
                    .extracting(ProbeRow::id)
                    .containsExactly(7L, 6L);
        }
    }

    @Test
    void logins_are_found_by_network_newest_first() throws Exception {
        try (Store store = open(folder)) {
            store.append(List.of(
                            login("203.0.113.9", Outcome.WRONG_PASSWORD, 1),
                            login("203.0.113.9", Outcome.LOGIN_OK, 0),
                            login("2001:db8::7", Outcome.WRONG_CODE, 1)))
                    .get();
            assertThat(store.logins(Optional.empty(), ANY_TIME, false, 10))
                    .extracting(LoginRow::outcome)
                    .containsExactly("wrong_code", "login_ok", "wrong_password");
            assertThat(store.logins(Optional.of(Cidr.parse("203.0.113.0/24")), ANY_TIME, true, 10))
                    .containsExactly(new LoginRow(
                            1,
                            NOW,
                            address("203.0.113.9"),
                            "internet",
                            "home.example.org",
                            "wrong_password",
                            "password",
                            1,
                            "/auth/login_flow/~1",
                            200,
                            "Mozilla/5.0"));
            assertThat(store.logins(Optional.of(Cidr.parse("::/0")), ANY_TIME, false, 10))
                    .extracting(LoginRow::client)
                    .containsExactly(address("2001:db8::7"));
            assertThat(store.logins(Optional.empty(), NOW.plusMillis(1), false, 10))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void what_proves_a_credential_is_no_failed_login_and_all_else_is(Outcome outcome) throws Exception {
        boolean good = outcome == Outcome.LOGIN_OK
                || outcome == Outcome.TOKEN_OK
                || outcome == Outcome.SOCKET_OK
                || outcome == Outcome.CREDENTIAL_OK
                || outcome == Outcome.SITE_OK;
        try (Store store = open(folder)) {
            store.append(List.of(login("203.0.113.9", outcome, 0))).get();
            assertThat(store.logins(Optional.empty(), ANY_TIME, true, 10)).hasSize(good ? 0 : 1);
            assertThat(store.logins(Optional.empty(), ANY_TIME, false, 10)).hasSize(1);
        }
    }

    @Test
    void probes_are_listed_ranked_and_followed() throws Exception {
        try (Store store = open(folder)) {
            store.append(List.of(
                            probe("192.0.2.1", "/.env", 1),
                            probe("192.0.2.2", "/.env", 1),
                            probe("2001:db8::1", "/wp-login.php", 1),
                            probe("2001:db8::2", "/.env", 1)))
                    .get();
            assertThat(store.probes(Optional.empty(), ANY_TIME, 2, 10))
                    .extracting(ProbeRow::id)
                    .containsExactly(4L, 3L);
            assertThat(store.probes(Optional.of(Cidr.parse("192.0.2.2")), ANY_TIME, 0, 10))
                    .extracting(ProbeRow::path, ProbeRow::what, ProbeRow::method)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("/.env", "secrets", "POST"));
            assertThat(store.topPaths(ANY_TIME, 10))
                    .containsExactly(new TopRow("/.env", 3, 3, NOW), new TopRow("/wp-login.php", 1, 1, NOW));
            assertThat(store.topSources(ANY_TIME, 1)).containsExactly(new TopRow("2001:db8::/64", 2, 2, NOW));
        }
    }

    @Test
    void what_a_day_saw_is_counted() throws Exception {
        Ban observed =
                new Ban(2, Cidr.parse("192.0.2.2"), NOW, NOW.plusSeconds(9), Cause.PROBES, "probes", 1, false, "");
        try (Store store = open(folder)) {
            store.append(List.of(
                            banned(1, "192.0.2.1"),
                            new Effect.Banned(observed, List.of()),
                            login("192.0.2.1", Outcome.WRONG_PASSWORD, 1),
                            login("192.0.2.1", Outcome.BAD_BEARER, 0),
                            login("192.0.2.1", Outcome.TOKEN_OK, 0),
                            probe("192.0.2.1", "/.env", 1)))
                    .get();
            store.turnedAway(Cidr.parse("192.0.2.1"), NOW);
            store.tidy().get();
            assertThat(store.figures(NOW)).isEqualTo(new Figures(1, 1, 1, 2, 1, 1));
            assertThat(store.figures(NOW.plus(Duration.ofDays(1)))).isEqualTo(Figures.ZERO);
        }
    }

    @Test
    void the_household_and_its_credentials_are_remembered() throws Exception {
        ClientKey phone = ClientKey.of(address("2001:db8:5:6::7"));
        ClientKey gone = ClientKey.of(address("192.0.2.50"));
        try (Store store = open(folder)) {
            store.append(List.of(
                            new Effect.OwnerSeen(phone, NOW.minusSeconds(5)),
                            new Effect.OwnerSeen(phone, NOW.minusSeconds(9)),
                            new Effect.OwnerSeen(gone, NOW.minus(Duration.ofDays(31))),
                            new Effect.CredentialLearned("abc", NOW)))
                    .get();
            Remembered remembered = store.remembered(MONTH, MONTH);
            assertThat(remembered.owners()).isEqualTo(Map.of(phone, NOW.minusSeconds(5)));
            assertThat(remembered.credentials()).isEqualTo(Map.of("abc", NOW));
            assertThat(store.ownerSince(Cidr.parse("2001:db8:5:6::/64"))).contains(NOW.minusSeconds(5));
            assertThat(store.ownerSince(Cidr.parse("2001:db8:5:7::/64"))).isEmpty();
        }
    }

    @Test
    void notices_are_listed() throws Exception {
        try (Store store = open(folder)) {
            store.append(List.of(new Effect.Noticed(NOW, address("192.0.2.1"), "spared", "zone lan")))
                    .get();
            assertThat(store.notices(Optional.empty(), ANY_TIME, 5))
                    .containsExactly(new NoticeRow(1, NOW, address("192.0.2.1"), "spared", "zone lan"));
            assertThat(store.notices(Optional.of(Cidr.parse("192.0.2.2")), ANY_TIME, 5))
                    .isEmpty();
        }
    }

    @Test
    void hostile_text_comes_back_as_it_came() throws Exception {
        List<String> hostile = List.of(
                "'; DROP TABLE bans; --",
                "\"\\%_?1:a@b$c",
                "a\0b",
                "\0",
                "\ud83d\ude00 \uffff",
                "lone \ud800 high",
                "lone low \udc00",
                "\u001b[31m\u202e\r\n\t",
                "x".repeat(512));
        List<Effect> effects = new ArrayList<>();
        hostile.forEach(path -> effects.add(probe("192.0.2.1", path, 1)));
        try (Store store = open(folder)) {
            store.append(effects).get();
            assertThat(store.probes(Optional.empty(), ANY_TIME, 0, 100).reversed())
                    .extracting(ProbeRow::path)
                    .isEqualTo(hostile);
            assertThat(store.topPaths(ANY_TIME, 100))
                    .extracting(TopRow::name)
                    .containsExactlyInAnyOrderElementsOf(hostile);
        }
    }

    @Test
    void long_text_is_cut_but_never_within_a_character() throws Exception {
        String path = "x".repeat(511) + "\ud83d\ude00";
        try (Store store = open(folder)) {
            store.append(List.of(probe("192.0.2.1", path, 1), probe("192.0.2.1", "y".repeat(600), 1)))
                    .get();
            assertThat(store.probes(Optional.empty(), ANY_TIME, 0, 9))
                    .extracting(ProbeRow::path)
                    .containsExactly("y".repeat(512), "x".repeat(511));
        }
    }

    @Test
    void only_so_many_probes_are_kept() throws Exception {
        try (Store store = open(folder, NOW, Samples.QUICK)) {
            List<Effect> effects = new ArrayList<>();
            IntStream.range(0, 150).forEach(i -> effects.add(probe("192.0.2.1", "/" + i, 1)));
            store.append(effects).get();
            store.tidy().get();
            assertThat(store.probes(Optional.empty(), ANY_TIME, 0, 1_000))
                    .hasSize(100)
                    .first()
                    .extracting(ProbeRow::path)
                    .isEqualTo("/149");
        }
    }
}
