package dev.portcullis.store;

import static dev.portcullis.store.Samples.MONTH;
import static dev.portcullis.store.Samples.NOW;
import static dev.portcullis.store.Samples.ban;
import static dev.portcullis.store.Samples.banned;
import static dev.portcullis.store.Samples.evidence;
import static dev.portcullis.store.Samples.open;
import static dev.portcullis.store.Samples.probe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Cidr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    private static final BanFilter ALL =
            new BanFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final Instant ANY_TIME = Instant.EPOCH;

    @TempDir
    Path folder;

    private static BanFilter overlapping(String network) {
        return new BanFilter(Optional.of(Cidr.parse(network)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static List<Long> ids(List<BanRow> rows) {
        return rows.stream().map(row -> row.ban().id()).toList();
    }

    @Test
    void a_ban_and_its_evidence_are_there_after_a_restart() throws Exception {
        Ban ban = ban(7, "203.0.113.9");
        List<Evidence> evidence = List.of(evidence(0, "/a", "curl"), evidence(1, "/b", "curl"));
        try (Store store = open(folder)) {
            store.append(List.of(new Effect.Banned(ban, evidence))).get();
        }
        try (Store store = open(folder)) {
            assertThat(store.ban(7)).contains(new BanRow(ban, Optional.empty(), "", 0, Optional.empty()));
            assertThat(store.evidence(7)).isEqualTo(evidence);
            assertThat(store.remembered(MONTH, MONTH).bans()).containsExactly(ban);
            assertThat(store.remembered(MONTH, MONTH).nextBan()).isEqualTo(8);
        }
    }

    @Test
    void a_ban_for_ever_stays_for_ever() throws Exception {
        Ban ban = ban(1, "2001:db8:1:2::/64", NOW, Instant.MAX);
        try (Store store = open(folder)) {
            store.append(List.of(new Effect.Banned(ban, List.of()))).get();
            assertThat(store.remembered(MONTH, MONTH).bans()).containsExactly(ban);
        }
    }

    @Test
    void the_last_twenty_things_that_led_to_a_ban_are_kept() throws Exception {
        List<Evidence> many = IntStream.range(0, 30)
                .mapToObj(second -> evidence(second, "/" + second, ""))
                .toList();
        try (Store store = open(folder)) {
            store.append(List.of(new Effect.Banned(ban(1, "203.0.113.9"), many)))
                    .get();
            assertThat(store.evidence(1)).isEqualTo(many.subList(10, 30));
        }
    }

    @Test
    void a_lifted_ban_says_when_and_why_and_is_not_remembered() throws Exception {
        Ban ban = ban(1, "203.0.113.9");
        try (Store store = open(folder)) {
            store.append(List.of(new Effect.Banned(ban, List.of())));
            store.append(List.of(new Effect.Lifted(ban, NOW.plusSeconds(60), "it was me")))
                    .get();
            BanRow row = store.ban(1).orElseThrow();
            assertThat(row.lifted()).contains(NOW.plusSeconds(60));
            assertThat(row.liftedWhy()).isEqualTo("it was me");
            assertThat(store.remembered(MONTH, MONTH).bans()).isEmpty();
            assertThat(store.remembered(MONTH, MONTH).nextBan()).isEqualTo(2);
        }
    }

    @Test
    void a_later_ban_of_the_same_network_takes_the_place_of_the_earlier() throws Exception {
        Ban second = ban(2, "203.0.113.9", NOW.plusSeconds(9), NOW.plusSeconds(99));
        try (Store store = open(folder)) {
            store.append(List.of(banned(1, "203.0.113.9"), new Effect.Banned(second, List.of())))
                    .get();
            assertThat(store.ban(1).orElseThrow().liftedWhy()).isEqualTo("replaced by ban 2");
            assertThat(store.remembered(MONTH, MONTH).bans()).containsExactly(second);
        }
    }

    @Test
    void bans_are_found_by_any_network_that_shares_an_address_with_theirs() throws Exception {
        try (Store store = open(folder)) {
            store.append(List.of(
                            banned(1, "203.0.113.9"),
                            banned(2, "203.0.113.0/24"),
                            banned(3, "203.0.0.0/16"),
                            banned(4, "198.51.100.1"),
                            banned(5, "2001:db8:1:2::/64"),
                            banned(6, "2001:db8::/32"),
                            banned(7, "0.0.0.0/30")))
                    .get();
            assertThat(ids(store.bans(overlapping("203.0.113.9"), 10))).containsExactly(3L, 2L, 1L);
            assertThat(ids(store.bans(overlapping("203.0.113.0/25"), 10))).containsExactly(3L, 2L, 1L);
            assertThat(ids(store.bans(overlapping("203.0.112.1"), 10))).containsExactly(3L);
            assertThat(ids(store.bans(overlapping("2001:db8:1:2::5"), 10))).containsExactly(6L, 5L);
            assertThat(ids(store.bans(overlapping("::/0"), 10))).containsExactly(6L, 5L);
            assertThat(ids(store.bans(overlapping("0.0.0.0/0"), 10))).containsExactly(7L, 4L, 3L, 2L, 1L);
            assertThat(store.count(overlapping("203.0.113.9"))).isEqualTo(3);
        }
    }

    @Test
    void bans_are_filtered_by_cause_rule_time_and_whether_they_are_active() throws Exception {
        Ban own = new Ban(3, Cidr.parse("192.0.2.3"), NOW, NOW.plusSeconds(9), Cause.RULE, "no-php", 1, true, "");
        try (Store store = open(folder)) {
            store.append(List.of(
                            new Effect.Banned(
                                    ban(1, "192.0.2.1", NOW.minusSeconds(100), NOW.minusSeconds(50)), List.of()),
                            banned(2, "192.0.2.2"),
                            new Effect.Banned(own, List.of())))
                    .get();
            assertThat(ids(store.bans(ALL, 2))).containsExactly(3L, 2L);
            assertThat(ids(store.bans(with("failed_logins", null, null), 9))).containsExactly(2L, 1L);
            assertThat(ids(store.bans(with("rule", null, null), 9))).containsExactly(3L);
            assertThat(ids(store.bans(with("no-php", null, null), 9))).containsExactly(3L);
            assertThat(ids(store.bans(with(null, NOW, null), 9))).containsExactly(3L, 2L);
            assertThat(ids(store.bans(with(null, null, NOW.plusSeconds(10)), 9)))
                    .containsExactly(2L);
        }
    }

    private static BanFilter with(
            @org.jspecify.annotations.Nullable String cause,
            @org.jspecify.annotations.Nullable Instant since,
            @org.jspecify.annotations.Nullable Instant activeAt) {
        return new BanFilter(
                Optional.empty(),
                Optional.ofNullable(cause),
                Optional.ofNullable(since),
                Optional.ofNullable(activeAt));
    }

    @Test
    void whoever_is_turned_away_counts_for_the_ban_that_holds_him() throws Exception {
        try (Store store = open(folder)) {
            store.append(List.of(banned(1, "192.0.2.0/24"), banned(2, "198.51.100.7")))
                    .get();
            store.turnedAway(Cidr.parse("192.0.2.77"), NOW);
            store.turnedAway(Cidr.parse("192.0.2.77"), NOW.plusSeconds(5));
            store.turnedAway(Cidr.parse("192.0.2.0/24"), NOW.plusSeconds(2));
            store.turnedAway(Cidr.parse("203.0.113.1"), NOW);
            store.tidy().get();
            BanRow row = store.ban(1).orElseThrow();
            assertThat(row.turnedAway()).isEqualTo(3);
            assertThat(row.lastSeen()).contains(NOW.plusSeconds(5));
            assertThat(store.ban(2).orElseThrow().turnedAway()).isZero();
            assertThat(store.figures(NOW).turnedAway()).isEqualTo(4);
        }
    }

    @Test
    void old_rows_go_and_bans_stay_while_they_are_active_or_remembered() throws Exception {
        Instant old = NOW.minus(Duration.ofDays(91));
        try (Store store = open(folder, NOW, Samples.QUICK)) {
            List<Effect> effects = new ArrayList<>();
            IntStream.range(0, 35).forEach(i -> effects.add(probe(old, "192.0.2.1", "/" + i, 1)));
            effects.add(probe("192.0.2.1", "/new", 1));
            effects.add(
                    new Effect.Banned(ban(1, "192.0.2.1", old, old.plusSeconds(9)), List.of(evidence(0, "/old", ""))));
            effects.add(new Effect.Banned(ban(2, "192.0.2.2", old, NOW.plusSeconds(9)), List.of()));
            effects.add(new Effect.Banned(ban(3, "192.0.2.3", old, Instant.MAX), List.of()));
            store.append(effects).get();

            store.tidy().get();
            assertThat(store.probes(Optional.empty(), ANY_TIME, 0, 99))
                    .extracting(ProbeRow::path)
                    .containsExactly("/new");
            assertThat(ids(store.bans(ALL, 9))).as("before any memory is known").containsExactly(3L, 2L, 1L);

            store.remembered(Duration.ofDays(100), MONTH);
            store.tidy().get();
            assertThat(ids(store.bans(ALL, 9))).as("within memory").containsExactly(3L, 2L, 1L);

            store.remembered(MONTH, MONTH);
            store.tidy().get();
            assertThat(ids(store.bans(ALL, 9))).containsExactly(3L, 2L);
            assertThat(store.evidence(1)).isEmpty();
            assertThat(store.remembered(MONTH, MONTH).nextBan()).isEqualTo(4);
        }
    }

    @Test
    void an_id_is_not_used_again_although_its_ban_is_gone() throws Exception {
        Instant old = NOW.minus(Duration.ofDays(91));
        try (Store store = open(folder, NOW, Samples.QUICK)) {
            store.append(List.of(new Effect.Banned(ban(41, "192.0.2.1", old, old.plusSeconds(1)), List.of())))
                    .get();
            store.remembered(MONTH, MONTH);
            store.tidy().get();
            assertThat(store.bans(ALL, 9)).isEmpty();
            assertThat(store.remembered(MONTH, MONTH).nextBan()).isEqualTo(42);
        }
    }

    @Test
    void the_hash_key_is_made_once() throws Exception {
        byte[] key;
        try (Store store = open(folder)) {
            key = store.hashKey();
            assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        }
        try (Store store = open(folder)) {
            assertThat(store.hashKey()).isEqualTo(key);
        }
    }

    @Test
    void after_an_orderly_end_everything_is_in_the_one_file() throws Exception {
        try (Store store = open(folder)) {
            store.append(List.of(banned(1, "203.0.113.9"))).get();
            assertThat(store.bans(ALL, 9)).hasSize(1);
        }

        Path log = folder.resolve("portcullis.db-wal");
        assertThat(Files.exists(log) ? Files.size(log) : 0).isZero();
    }
}
