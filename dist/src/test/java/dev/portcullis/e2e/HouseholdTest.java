package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.WatchedHouse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Hours of a household, over sockets and with a clock that is moved by hand: devices that go on with what is over,
/// while others attack.
///
/// `-Dportcullis.household.hours=720` makes it a month; `bench/household` does that.
class HouseholdTest {

    private static final String SNAPSHOT = "/api/camera_proxy/camera.front_door?token=";
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int AN_HOUR = 720;
    private static final int STEPS = AN_HOUR * Integer.getInteger("portcullis.household.hours", 6);

    @TempDir
    Path folder;

    private final List<String> attackers = new ArrayList<>();

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void the_household_is_never_banned_and_attackers_in_the_same_minutes_are() throws IOException {
        try (WatchedHouse watched = new WatchedHouse(folder)) {
            live(watched);
            String bans = watched.say("bans", "list", "--all", "--limit", "10000", "--json")
                    .out();

            assertThat(JsonList.of(bans, "bans", "network"))
                    .containsExactlyInAnyOrderElementsOf(
                            attackers.stream().map(address -> address + "/32").toList());
            for (String client : List.of("198.18.0.5", "198.18.0.6", "198.18.0.7", "198.18.0.8")) {
                String why = watched.say("why", client, "--json").out();
                assertThat(JsonList.of(why, "bans", "network")).as(client).isEmpty();
                assertThat(JsonList.of(why, "notices", "code")).as(why).containsOnly("stale-credential");
                assertThat(daysBetween(JsonList.of(why, "notices", "at")))
                        .as(why)
                        .allMatch(days -> days >= 30);
            }
            watched.stop();
            String replayed = watched.say("replay", folder.resolve("access.log").toString(), "--json")
                    .out();
            for (String member : List.of("network", "from", "until", "cause")) {
                assertThat(JsonList.of(replayed, "bans", member))
                        .containsExactlyElementsOf(
                                JsonList.of(bans, "bans", member).reversed());
            }
        }
    }

    @Test
    void a_token_that_worked_before_a_restart_is_no_guess_after_it() throws IOException {
        try (WatchedHouse watched = new WatchedHouse(folder)) {
            Caller.Tokens tokens;
            try (Caller home = new Caller(watched.port(), WatchedHouse.HOST, "198.18.99.1")) {
                tokens = home.login();
                home.revoke(tokens.refresh());
            }
            watched.restart();
            try (Caller phone = new Caller(watched.port(), WatchedHouse.HOST, "198.18.0.5")) {
                assertThat(phone.refresh(tokens.refresh()).status()).isEqualTo(400);
                assertThat(phone.refresh("invented").status()).isEqualTo(400);
            }
            // The first weighs nothing, the second as much as a wrong password.
            Patience.until(() -> counted(watched) > 0, "a failed login");
            assertThat(counted(watched)).isEqualTo(1);
        }
    }

    private static double counted(WatchedHouse watched) {
        return Double.parseDouble(
                JsonText.member(watched.say("why", "198.18.0.5", "--json").out(), "failed_logins"));
    }

    /// What goes on for longer than that is told again.
    private static List<Long> daysBetween(List<String> newestFirst) {
        List<Long> days = new ArrayList<>();
        for (int i = 1; i < newestFirst.size(); i++) {
            days.add(Duration.between(Instant.parse(newestFirst.get(i)), Instant.parse(newestFirst.get(i - 1)))
                    .toDays());
        }
        return days;
    }

    private void live(WatchedHouse watched) throws IOException {
        int port = watched.port();
        try (Caller phone = new Caller(port, WatchedHouse.HOST, "198.18.0.5");
                Caller tablet = new Caller(port, WatchedHouse.HOST, "198.18.0.6");
                Caller script = new Caller(port, WatchedHouse.HOST, "198.18.0.7");
                Caller laptop = new Caller(port, WatchedHouse.HOST, "198.18.0.8")) {
            Caller.Tokens worked;
            Caller.Tokens old;
            try (Caller home = new Caller(port, WatchedHouse.HOST, "198.18.99.1")) {
                // They logged in elsewhere, so their addresses are nobody's.
                worked = home.login();
                old = home.login();
                home.revoke(worked.refresh());
            }
            for (int step = 0; step < STEPS; step++) {
                watched.pass(PAUSE);
                int status = phone.refresh(worked.refresh()).status();
                if (restarts(step - 1)) {
                    // The house went away under a connection that was kept: a POST is not sent twice.
                    assertThat(status).isIn(400, 429, 503);
                } else {
                    assertThat(status).isIn(400, 429);
                }
                if (step % 60 == 0) {
                    assertThat(tablet.talk("never-worked")).contains("auth_invalid");
                }
                if (step % 12 == 0) {
                    assertThat(script.get("/api/states", "Authorization: Bearer never.worked.either")
                                    .status())
                            .isEqualTo(401);
                }
                switch (step % AN_HOUR) {
                    case 100 -> cameras(laptop, step);
                    case 600 -> wakesUp(laptop, old.access());
                    case 300 -> guesser(port, step);
                    case 301 -> scanner(port, step);
                    default -> {}
                }
                if (restarts(step)) {
                    restart(watched, laptop);
                }
            }
        }
    }

    private static boolean restarts(int step) {
        return step % (6 * AN_HOUR) == 400;
    }

    /// A dashboard that was left open: all its pictures at once, with tokens that are over.
    private static void cameras(Caller laptop, int step) throws IOException {
        for (int i = 0; i < 30; i++) {
            assertThat(laptop.get(SNAPSHOT + "old" + step + i).status()).isEqualTo(403);
        }
    }

    private static void wakesUp(Caller laptop, String expired) throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(laptop.get("/api/history/period/" + i, "Authorization: Bearer " + expired)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(laptop.talk(expired)).contains("auth_invalid");
    }

    /// Home Assistant forgets the open login form and every signature.
    private static void restart(WatchedHouse watched, Caller laptop) throws IOException {
        String flow = laptop.flow();
        watched.house().stop();
        for (int i = 0; i < 10; i++) {
            assertThat(laptop.get("/api/states").status()).isEqualTo(503);
        }
        watched.house().restart();
        for (int i = 0; i < 10; i++) {
            watched.pass(Duration.ofMillis(200));
            assertThat(laptop.fill(flow, "correct-horse").status()).isEqualTo(404);
            assertThat(laptop.get("/media/local/" + i + ".jpg?authSig=a.b." + i).status())
                    .isEqualTo(401);
        }
    }

    private void guesser(int port, int step) throws IOException {
        String address = address(185, step / AN_HOUR);
        attackers.add(address);
        for (int i = 0; i < 5; i++) {
            try (Caller caller = new Caller(port, WatchedHouse.HOST, address)) {
                assertThat(caller.fill(caller.flow(), "guess" + i).body()).contains("invalid_auth");
            }
        }
        refused(port, address);
    }

    private void scanner(int port, int step) throws IOException {
        String address = address(193, step / AN_HOUR);
        attackers.add(address);
        try (Caller caller = new Caller(port, WatchedHouse.HOST, address)) {
            for (String path : List.of("/.env", "/wp-login.php", "/.git/config")) {
                caller.get(path);
            }
        } catch (IOException _) {
            // Banned before the last one.
        }
        refused(port, address);
    }

    /// Another network each hour, so that nobody is banned for a neighbour's sake.
    private static String address(int first, int hour) {
        return first + "." + hour % 250 + "." + hour / 250 + ".9";
    }

    private static void refused(int port, String address) {
        Patience.until(
                () -> {
                    try (Caller caller = new Caller(port, WatchedHouse.HOST, address)) {
                        caller.get("/");
                        return false;
                    } catch (IOException _) {
                        return true;
                    }
                },
                address + " refused");
    }
}
