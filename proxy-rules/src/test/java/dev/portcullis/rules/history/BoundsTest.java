package dev.portcullis.rules.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.history.Event.Kind;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.RequestTrace;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private static final Windows WINDOWS = new Windows(600_000, 600_000);
    private static final long NOW = 1_800_000_000_000L;

    private static Evidence evidence(String path) {
        return evidence(path, "");
    }

    private static Evidence evidence(String path, String agent) {
        return new Evidence(Instant.ofEpochMilli(NOW), "x", 1, new RequestTrace("GET", path, agent, false), 404);
    }

    private static ClientHistory history(int events, double weight, long apart) {
        ClientHistory history = ClientHistory.NONE;
        for (int i = 0; i < events; i++) {
            history = history.at(NOW + i * apart, WINDOWS)
                    .added(Kind.PROBE, List.of("k" + i), weight, false, evidence("/" + i));
        }
        return history;
    }

    @Test
    void a_history_keeps_64_events_and_all_of_their_weight() {
        ClientHistory history = history(500, 0.5, 10);
        assertThat(history.events()).hasSize(ClientHistory.MOST_EVENTS);
        assertThat(history.weight(Set.of(Kind.PROBE), WINDOWS)).isEqualTo(250);
    }

    @Test
    void merged_events_never_count_longer_than_they_should() {
        ClientHistory history = history(500, 1, 5_000);
        double within = history.weight(Set.of(Kind.PROBE), WINDOWS);
        assertThat(within).isLessThanOrEqualTo(120);
        assertThat(history.at(history.clock() + 600_000, WINDOWS).weight(Set.of(Kind.PROBE), WINDOWS))
                .isZero();
    }

    @Test
    void events_that_are_merged_keep_their_names() {
        ClientHistory history = ClientHistory.NONE.at(NOW, WINDOWS);
        for (int i = 0; i < 200; i++) {
            Evidence one = new Evidence(Instant.ofEpochMilli(NOW), "x" + i % 2, 1, RequestTrace.NONE, 404);
            history = history.added(Kind.PROBE, List.of("k" + i), 1, false, one);
        }
        assertThat(history.weightOf(Kind.PROBE, Set.of("x0"), WINDOWS)).isEqualTo(100);
        assertThat(history.weightOf(Kind.PROBE, Set.of("x1"), WINDOWS)).isEqualTo(100);
    }

    @Test
    void a_history_of_more_names_than_room_keeps_its_weight() {
        ClientHistory history = ClientHistory.NONE.at(NOW, WINDOWS);
        for (int i = 0; i < 200; i++) {
            Evidence one = new Evidence(Instant.ofEpochMilli(NOW), "x" + i, 1, RequestTrace.NONE, 404);
            history = history.added(Kind.RULE, List.of(), 1, false, one);
        }
        assertThat(history.events()).hasSize(ClientHistory.MOST_EVENTS);
        assertThat(history.weight(Set.of(Kind.RULE), WINDOWS)).isEqualTo(200);
    }

    @Test
    void what_weighs_nothing_makes_room_first() {
        ClientHistory history = history(3, 1, 10);
        for (int i = 0; i < 500; i++) {
            history = history.added(Kind.LOGIN, List.of("z" + i), 0, false, evidence("/z"));
        }
        assertThat(history.events()).hasSize(ClientHistory.MOST_EVENTS);
        assertThat(history.weight(Set.of(Kind.PROBE), WINDOWS)).isEqualTo(3);
    }

    @Test
    void a_flood_of_clients_leaves_the_table_at_its_size() {
        long before = heap();
        ClientTable table = new ClientTable(WINDOWS);
        for (int i = 0; i < 300_000; i++) {
            table.put(client(i), history(1, 1, 0));
        }
        assertThat(table.size()).isBetween(40_000L, 60_000L);
        assertThat(heap() - before).isLessThan(ClientTable.LARGEST * 5 / 4);
        assertThat(table.bytes()).isLessThanOrEqualTo(ClientTable.LARGEST);
    }

    @Test
    void clients_with_long_paths_of_many_families_leave_the_table_at_its_size() {
        long before = heap();
        ClientTable table = new ClientTable(WINDOWS);
        for (int i = 0; i < 700; i++) {
            ClientHistory history = ClientHistory.NONE.at(NOW, WINDOWS);
            for (int j = 0; j < 64; j++) {
                String path = ("/" + i + "/" + j + "/" + "x".repeat(512)).substring(0, 512);
                List<String> keys = IntStream.range(0, 7)
                        .mapToObj(family -> family + " " + path)
                        .toList();
                history = history.added(Kind.PROBE, keys, 0.01, false, evidence(path, "a".repeat(199) + j % 10));
            }
            table.put(client(i), history);
        }
        assertThat(heap() - before).isLessThan(ClientTable.LARGEST * 5 / 4);
        assertThat(table.size()).isGreaterThan(400);
        assertThat(table.bytes()).isLessThanOrEqualTo(ClientTable.LARGEST);
    }

    private static ClientKey client(int number) {
        return new ClientKey(new Address(0x2001_0db8L << 32 | number, 0));
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void a_long_path_is_remembered_whole_and_told_from_its_beginning() {
        String path = "/" + "x".repeat(510);
        ClientHistory history = history(1, 1, 0).added(Kind.PROBE, List.of(path + "a"), 1, false, evidence(path + "a"));
        assertThat(history.holds(Kind.PROBE, List.of("other", path + "a"))).isTrue();
        assertThat(history.holds(Kind.PROBE, List.of(path + "b"))).isFalse();
        assertThat(history.evidence(Set.of(Kind.PROBE), WINDOWS)
                        .getLast()
                        .request()
                        .path())
                .isEqualTo(path.substring(0, 256));
    }

    @Test
    void clients_are_forgotten_when_nothing_of_theirs_counts_any_more() {
        ClientTable table = new ClientTable(WINDOWS);
        ClientKey client = new ClientKey(new Address(0x2001_0db8L << 32, 0));
        table.of(client, NOW);
        table.put(client, history(1, 1, 0));
        table.of(new ClientKey(new Address(1, 0)), NOW + 700_000);
        assertThat(table.size()).isZero();
    }

    @Test
    void last_times_forget_what_was_longest_not_asked_for() {
        LastTimes<Integer> times = new LastTimes<>(3);
        for (int i = 0; i < 4; i++) {
            times.put(i, NOW);
            assertThat(times.get(0).isPresent()).isTrue();
        }
        assertThat(times.get(1).isPresent()).isFalse();
        assertThat(times.isDue(0, NOW + 9, 10)).isFalse();
        assertThat(times.isDue(0, NOW + 10, 10)).isTrue();
        assertThat(times.isDue(0, NOW - 10, 10)).isTrue();
    }
}
