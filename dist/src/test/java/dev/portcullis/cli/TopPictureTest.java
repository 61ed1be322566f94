package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.LiveReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopPictureTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:04Z");

    private static LiveReport report(Instant now, long requests, long... buckets) {
        List<LiveReport.Bucket> firstBytes = List.of(
                new LiveReport.Bucket(10, buckets[0]),
                new LiveReport.Bucket(100, buckets[1]),
                new LiveReport.Bucket(0, buckets[2]));
        return new LiveReport(
                now,
                "0.1.0",
                7200,
                12,
                3,
                requests,
                40,
                17,
                41,
                2,
                firstBytes,
                List.of(
                        new LiveReport.Upstream("home.test", Optional.of(true)),
                        new LiveReport.Upstream("nas.test", Optional.of(false))),
                List.of(new LiveReport.Ending("home.test", Optional.of(now.plus(Duration.ofDays(57))), "")),
                IntStream.range(0, 40)
                        .mapToObj(i -> new LiveReport.Client("203.0.113." + i, "internet", 1, requests / 10))
                        .toList(),
                List.of(
                        new LiveReport.Event(now, "banned", "203.0.113.9", "probes"),
                        new LiveReport.Event(now, "probe", "203.0.113.9", "secr\u001b[2Jets")));
    }

    private static String picture(LiveReport now, LiveReport before, int rows, int columns) {
        return String.join("\n", new TopPicture(now, before, columns, new Paint(false)).lines(rows));
    }

    @Test
    void rates_and_latencies_are_of_the_time_between_two_looks() {
        String picture =
                picture(report(NOW, 1250, 1099, 101, 0), report(NOW.minusSeconds(2), 1050, 1000, 100, 0), 24, 80);

        assertThat(picture)
                .contains("Requests     100.0/s, 0.0/s refused; 1,250 and 40 since start")
                .contains("First byte   p50 up to 10 ms, p99 up to 10 ms")
                .contains("home.test up, nas.test DOWN")
                .contains("home.test 57 d")
                .containsPattern("203\\.0\\.113\\.0 +internet +1 +125 +10\\.0");
    }

    @Test
    void a_first_look_shows_averages_since_start() {
        LiveReport first = report(NOW, 7200, 50, 49, 1);

        assertThat(picture(first, first, 24, 80)).contains("Requests     1.0/s").contains("p99 up to 100 ms");
    }

    @Test
    void it_fits_any_terminal() {
        LiveReport report = report(NOW, 1000, 1, 1, 1);
        for (int rows : new int[] {1, 5, 24, 60}) {
            for (int columns : new int[] {1, 20, 80, 200}) {
                List<String> lines = new TopPicture(report, report, columns, new Paint(false)).lines(rows);
                assertThat(lines).hasSizeLessThanOrEqualTo(rows).allMatch(line -> Width.of(line) <= columns);
            }
        }
    }

    @Test
    void what_comes_from_the_network_cannot_draw() {
        LiveReport report = report(NOW, 1000, 1, 1, 1);

        assertThat(picture(report, report, 24, 80)).doesNotContain("\u001b").contains("secr\\x1b[2Jets");
    }

    @Test
    void a_terminal_that_does_not_know_its_size_has_the_usual_one() {
        assertThat(Terminal.Size.of("50 132\n")).isEqualTo(new Terminal.Size(50, 132));
        assertThat(List.of("0 0\n", "", "a b", "1"))
                .allMatch(said -> Terminal.Size.of(said).equals(Terminal.Size.USUAL));
    }
}
