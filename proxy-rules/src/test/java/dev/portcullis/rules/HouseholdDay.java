package dev.portcullis.rules;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A day of a household away from home, with all that goes wrong in normal life; and scanners in the same minutes.
final class HouseholdDay {

    private static final Duration DAY = Duration.ofDays(1);

    private final Random random;
    private final List<Observation> seen = new ArrayList<>();
    private final Set<Address> scanners = new HashSet<>();
    /// Two restarts of Home Assistant, five minutes each.
    private final List<Instant> restarts;

    HouseholdDay(long seed) {
        random = new Random(seed);
        restarts = List.of(
                Scene.START.plusSeconds(random.nextInt(40_000)),
                Scene.START.plusSeconds(45_000 + random.nextInt(40_000)));
        phone("198.18.7.", "anna");
        phone("2001:db8:77:1::", "ben");
        tablet("203.0.113.20");
        nodeRed("203.0.113.21");
        alexa();
        for (int i = 0; i < 40; i++) {
            scanner("185." + (i + 1) + ".44.9");
        }
        seen.sort(Comparator.comparing(Observation::at));
    }

    /// In the order of time.
    List<Observation> observations() {
        return List.copyOf(seen);
    }

    Set<Address> scanners() {
        return Set.copyOf(scanners);
    }

    private Scene at(Instant time) {
        Scene scene = new Scene();
        scene.now = time;
        return scene;
    }

    private Instant sometime() {
        return Scene.START.plusMillis(random.nextLong(DAY.toMillis()));
    }

    private void add(Scene.Doing doing, Outcome outcome) {
        Observation observation = doing.observation(outcome);
        boolean restarting = restarts.stream()
                .anyMatch(begin -> !observation.at().isBefore(begin)
                        && observation.at().isBefore(begin.plus(Duration.ofMinutes(5))));
        seen.add(restarting ? doing.restarting().observation(outcome) : observation);
    }

    /// Logs in in the morning after mistypes, refreshes its token, changes networks, sleeps and wakes, and shows
    /// cameras whose tokens have run out.
    private void phone(String prefix, String name) {
        Instant morning = Scene.START.plusSeconds(random.nextInt(3_600));
        String home = prefix + "5";
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            add(
                    at(morning.plusSeconds(i * 9L))
                            .from(home)
                            .post("/auth/login_flow/~" + name + i)
                            .user(name)
                            .with(Kind.PASSWORD),
                    Outcome.WRONG_PASSWORD);
        }
        add(at(morning.plusSeconds(40)).from(home).with(Kind.PASSWORD), Outcome.LOGIN_OK);
        for (Instant time = morning.plusSeconds(60);
                time.isBefore(Scene.START.plus(DAY));
                time = time.plus(Duration.ofMinutes(28))) {
            String client = prefix + (5 + random.nextInt(3));
            add(at(time).from(client).post("/auth/token").with(Kind.REFRESH_TOKEN, name), Outcome.TOKEN_OK);
            add(at(time.plusSeconds(1)).from(client).with(Kind.SOCKET_TOKEN, name + time, name), Outcome.SOCKET_OK);
        }
        for (int i = 0; i < 12; i++) {
            wakes(prefix + (5 + random.nextInt(3)), name);
            cameras(prefix + (5 + random.nextInt(3)), name);
        }
        // A carrier's address that never logged in: the network changed in the middle of a login.
        String elsewhere = prefix + "9";
        Instant change = sometime();
        add(at(change).from(elsewhere).post("/auth/login_flow/~c" + name).answered(400), Outcome.ADDRESS_CHANGED);
        add(
                at(change.plusSeconds(3))
                        .from(elsewhere)
                        .post("/auth/login_flow/~d" + name)
                        .answered(404),
                Outcome.UNKNOWN_FLOW);
        for (int i = 0; i < 2; i++) {
            add(
                    at(change.plusSeconds(20 + i * 8))
                            .from(elsewhere)
                            .post("/auth/login_flow/~e" + name)
                            .user(name)
                            .with(Kind.PASSWORD),
                    Outcome.WRONG_PASSWORD);
        }
    }

    private void wakes(String client, String name) {
        Instant time = sometime();
        for (int i = 0; i < 10; i++) {
            add(
                    at(time.plusMillis(i * 150L))
                            .from(client)
                            .get("/api/history/period/" + i)
                            .answered(401)
                            .expired("old-" + name + time, name),
                    Outcome.BAD_BEARER);
        }
        for (int i = 0; i < 3; i++) {
            add(
                    at(time.plusMillis(1_600 + i * 500L))
                            .from(client)
                            .get("/api/websocket")
                            .with(Kind.SOCKET_TOKEN, "old-" + name + time, name),
                    Outcome.SOCKET_REFUSED);
        }
    }

    private void cameras(String client, String name) {
        Instant time = sometime();
        for (int i = 0; i < 10 + random.nextInt(40); i++) {
            add(
                    at(time.plusMillis(i * 20L))
                            .from(client)
                            .get("/api/camera_proxy/camera." + i % 8)
                            .answered(403)
                            .with(Kind.MEDIA_TOKEN, name + time + i),
                    Outcome.BAD_MEDIA_TOKEN);
        }
        for (int i = 0; i < 6; i++) {
            add(
                    at(time.plusSeconds(12L * i))
                            .from(client)
                            .get("/media/local/" + i + ".jpg")
                            .answered(401)
                            .with(Kind.SIGNED_PATH, name + "-sig-" + i),
                    Outcome.BAD_SIGNATURE);
        }
    }

    /// On the wall, with a long-lived token that was revoked: once every five seconds, all day; old front-end files
    /// after an update.
    private void tablet(String client) {
        for (int i = 0; i < DAY.toSeconds() / 5; i++) {
            add(
                    at(Scene.START.plusSeconds(i * 5L))
                            .from(client)
                            .get("/api/websocket")
                            .with(Kind.SOCKET_TOKEN, "tablet", "tablet-issuer"),
                    Outcome.SOCKET_REFUSED);
        }
        Instant update = sometime();
        for (int i = 0; i < 4; i++) {
            add(
                    at(update.plusSeconds(i))
                            .from(client)
                            .get("/local/card-" + i + ".js")
                            .answered(404),
                    Outcome.NOT_FOUND);
        }
    }

    /// Polls four states without the token it once had.
    private void nodeRed(String client) {
        for (int i = 0; i < DAY.toSeconds() / 3; i++) {
            add(
                    at(Scene.START.plusSeconds(i * 3L))
                            .from(client)
                            .get("/api/states/sensor." + i % 4)
                            .answered(401),
                    Outcome.NO_CREDENTIAL);
        }
    }

    /// From many addresses of one cloud, with a token that is just being refreshed.
    private void alexa() {
        for (int i = 0; i < 200; i++) {
            String client = "54.240.197." + random.nextInt(40);
            Instant time = sometime();
            add(
                    at(time).from(client)
                            .post("/api/alexa/smart_home")
                            .answered(401)
                            .with(Kind.BEARER, "alexa" + i),
                    Outcome.BAD_BEARER);
            add(
                    at(time.plusMillis(300)).from(client).post("/auth/token").with(Kind.REFRESH_TOKEN, "alexa"),
                    Outcome.TOKEN_OK);
            add(
                    at(time.plusMillis(900))
                            .from(client)
                            .post("/api/alexa/smart_home")
                            .with(Kind.BEARER, "new" + i),
                    Outcome.CREDENTIAL_OK);
        }
    }

    private void scanner(String client) {
        String[] families = {"secrets", "scripts", "admin", "unexposed"};
        scanners.add(Scene.address(client));
        Instant time = sometime();
        add(at(time).from(client).connection().probing("unknown-name"), Outcome.NONE);
        for (int i = 1; i < 60; i++) {
            String family = families[random.nextInt(families.length)];
            add(
                    at(time.plusMillis(i * 700L))
                            .from(client)
                            .get("/probe" + i)
                            .probing(family)
                            .answered(404),
                    Outcome.NONE);
        }
    }
}
