package dev.portcullis.cli;

import dev.portcullis.admin.FakeDesk;
import dev.portcullis.admin.FakeLedger;
import dev.portcullis.admin.LedgerRoutes;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.history.Standing;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.RequestTrace;
import dev.portcullis.store.BanRow;
import dev.portcullis.store.LoginRow;
import dev.portcullis.store.NoticeRow;
import dev.portcullis.store.ProbeRow;
import dev.portcullis.store.TopRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A ledger with something of everything, at one moment.
final class LedgerSamples {

    static final Instant NOW = Instant.parse("2026-11-23T14:03:00Z");
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36";

    final FakeLedger ledger = new FakeLedger();
    final FakeDesk desk = new FakeDesk(ledger, NOW);
    final LedgerRoutes routes = new LedgerRoutes(ledger, desk, InstantSource.fixed(NOW));

    static LedgerSamples full() {
        LedgerSamples samples = new LedgerSamples();
        samples.bans();
        samples.traffic();
        return samples;
    }

    private void bans() {
        Ban guesser = ban(17, "203.0.113.9", ago(180), NOW.plusSeconds(3510), Cause.FAILED_LOGINS, 1, true);
        ledger.bans.add(new BanRow(guesser, Optional.empty(), "", 12, Optional.of(ago(9))));
        Ban scanner = ban(16, "2001:db8:1:2::/64", ago(7300), NOW.plusSeconds(7200), Cause.PROBES, 2, true);
        ledger.bans.add(new BanRow(scanner, Optional.empty(), "", 1_204, Optional.of(ago(2000))));
        Ban network = ban(15, "198.51.100.0/24", ago(3600), NOW.plusSeconds(82_800), Cause.NEIGHBOURS, 1, true);
        ledger.bans.add(new BanRow(network, Optional.empty(), "", 0, Optional.empty()));
        Ban owned = new Ban(
                14, Cidr.parse("192.0.2.77"), ago(172_900), Instant.MAX, Cause.OWNER, "", 0, true, "=always noisy");
        ledger.bans.add(new BanRow(owned, Optional.empty(), "", 1, Optional.of(ago(86_400))));
        Ban observed = ban(13, "192.0.2.99", ago(600), NOW.plusSeconds(3000), Cause.RULE, 1, false);
        ledger.bans.add(new BanRow(observed, Optional.empty(), "", 0, Optional.empty()));
        Ban lifted = ban(12, "203.0.113.9", ago(90_000), ago(75_600), Cause.PROBES, 1, true);
        ledger.bans.add(new BanRow(lifted, Optional.of(ago(86_000)), "it was me", 3, Optional.of(ago(86_100))));
        Ban over = ban(11, "203.0.113.9", ago(400_000), ago(396_400), Cause.PROBES, 1, true);
        ledger.bans.add(new BanRow(over, Optional.empty(), "", 0, Optional.empty()));
        ledger.evidence.put(17L, List.of(guess(290), guess(250), guess(230), guess(200), guess(180)));
        desk.standing = Optional.of(new Standing(
                ClientKey.of(address("203.0.113.9")),
                5,
                0.25,
                1,
                "",
                Optional.empty(),
                Optional.of(guesser),
                List.of(guess(180))));
    }

    private static Evidence guess(int ago) {
        return new Evidence(
                ago(ago),
                "wrong_password",
                1,
                new RequestTrace("POST", "/auth/login_flow/~5d1c0a77", "python-requests/2.31", false),
                200);
    }

    private static Ban ban(
            long id, String network, Instant from, Instant until, Cause cause, int offence, boolean enforced) {
        String rule = cause == Cause.RULE ? "no-php" : cause.key();
        String note = cause == Cause.FAILED_LOGINS ? "5 failed logins in 10 min" : "";
        return new Ban(id, Cidr.parse(network), from, until, cause, rule, offence, enforced, note);
    }

    private void traffic() {
        ledger.logins.add(login(88, 180, "203.0.113.9", "internet", "wrong_password", "password", 1));
        ledger.logins.add(login(87, 3000, "192.168.1.20", "lan", "login_ok", "password", 0));
        ledger.logins.add(login(86, 90_000, "203.0.113.9", "internet", "bad_bearer", "bearer", 0.25));
        ledger.probes.add(probe(501, 5, "198.51.100.7", "secrets", 3, "GET", "/.env", 0, "unexposed"));
        ledger.probes.add(probe(500, 60, "203.0.113.9", "wordpress", 1, "POST", "/wp-login.php", 404, ""));
        ledger.probes.add(probe(499, 7200, "2001:db8:1:2::9", "unknown-name", 0.5, "", "", 0, "unknown-name"));
        ledger.paths.add(new TopRow("/.env", 1_031, 9, ago(5)));
        ledger.paths.add(new TopRow("/wp-login.php", 31, 2, ago(60)));
        ledger.sources.add(new TopRow("198.51.100.7", 977, 410, ago(5)));
        ledger.notices.add(new NoticeRow(
                1, ago(180), address("203.0.113.9"), "spared", "would have been banned, but for the zone"));
    }

    /// One more probe.
    void arrive() {
        long id = 1 + ledger.probes.getFirst().id();
        ledger.probes.addFirst(probe(id, 0, "198.51.100.7", "secrets", 3, "GET", "/.env." + id, 0, "unexposed"));
    }

    private static LoginRow login(
            long id, int ago, String client, String zone, String outcome, String credential, double weight) {
        return new LoginRow(
                id,
                ago(ago),
                address(client),
                zone,
                "home.example.org",
                outcome,
                credential,
                weight,
                "/auth/login_flow/~5d1c0a77",
                200,
                BROWSER);
    }

    private static ProbeRow probe(
            long id,
            int ago,
            String client,
            String what,
            double weight,
            String method,
            String path,
            int status,
            String refusal) {
        return new ProbeRow(
                id,
                ago(ago),
                address(client),
                "internet",
                "home.example.org",
                what,
                weight,
                method,
                path,
                status,
                refusal,
                "curl/8.5.0");
    }

    /// One where every text of the network is this one.
    static LedgerSamples hostile(String text) {
        LedgerSamples samples = new LedgerSamples();
        String client = "2001:db8:1111:2222:3333:4444:5555:6666";
        Ban ban = new Ban(
                1,
                Cidr.parse("2001:db8:1111:2222::/64"),
                ago(60),
                NOW.plusSeconds(60),
                Cause.RULE,
                text,
                113,
                true,
                text);
        Evidence evidence = new Evidence(ago(60), text, 0.333, new RequestTrace(text, text, text, true), 200);
        samples.ledger.bans.add(new BanRow(ban, Optional.empty(), text, Long.MAX_VALUE, Optional.of(ago(1))));
        samples.ledger.bans.add(new BanRow(ban, Optional.of(ago(1)), text, 0, Optional.empty()));
        samples.ledger.evidence.put(1L, List.of(evidence));
        samples.ledger.logins.add(
                new LoginRow(1, ago(1), address(client), text, text, text, text, 0.333, text, 200, text));
        samples.ledger.probes.add(
                new ProbeRow(1, ago(1), address(client), text, text, text, 0.333, text, text, 200, text, text));
        samples.ledger.paths.add(new TopRow(text, Long.MAX_VALUE, Long.MAX_VALUE, ago(1)));
        samples.ledger.sources.add(new TopRow(text, 1, 1, ago(1)));
        samples.ledger.notices.add(new NoticeRow(1, ago(1), address(client), text, text));
        samples.desk.standing = Optional.of(new Standing(
                ClientKey.of(address(client)),
                1,
                1,
                5,
                text,
                Optional.of(ago(1)),
                Optional.of(ban),
                List.of(evidence)));
        return samples;
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Instant ago(int seconds) {
        return NOW.minus(Duration.ofSeconds(seconds));
    }
}
