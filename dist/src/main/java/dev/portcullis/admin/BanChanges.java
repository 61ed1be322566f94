package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.admin.BanDesk.Answer;
import dev.portcullis.admin.BanDesk.Wish;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.store.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The requests that change who is banned.
final class BanChanges {

    private static final int MOST_PROBLEMS = 20;

    /// Later years have more than four digits, which RFC 3339 cannot spell.
    private static final Instant LAST_MOMENT = Instant.parse("9999-12-31T23:59:59Z");

    private final BanDesk desk;
    private final Ledger ledger;
    private final InstantSource time;

    BanChanges(BanDesk desk, Ledger ledger, InstantSource time) {
        this.desk = desk;
        this.ledger = ledger;
        this.time = time;
    }

    AdminAnswer add(Asked asked) throws HttpRefusal {
        Cidr network = clients(required(asked));
        Until until = until("for", asked.text("for").orElse(""));
        Wish wish = new Wish(
                network,
                until.duration,
                until.end,
                Cause.OWNER,
                asked.text("reason").orElse(""));
        return carryOut(List.of(wish), asked);
    }

    AdminAnswer remove(Asked asked) throws HttpRefusal {
        Optional<Cidr> network = asked.network("network");
        boolean all = asked.truth("all");
        String why = asked.text("reason").orElse("");
        if (all == network.isPresent()) {
            throw Asked.bad("network, all: %s (expected: one of them)".formatted(all ? "both" : "neither"));
        }
        Answer answer = all ? desk.removeAll(why) : desk.remove(List.of(network.orElseThrow()), why);
        if (network.isPresent() && answer instanceof Answer.Done(List<Ban> bans) && bans.isEmpty()) {
            throw new HttpRefusal(404, network.get() + ": not banned (expected: a network of an active ban)");
        }
        return reply(answer);
    }

    /// All of them or none, but for those that are over.
    AdminAnswer takeIn(Asked asked) throws HttpRefusal {
        List<Fields> items = asked.body().map(fields -> fields.objects("bans")).orElse(List.of());
        Map<Cidr, Wish> wishes = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        Instant now = time.instant();
        for (int i = 0; i < items.size() && problems.size() < MOST_PROBLEMS; i++) {
            try {
                Wish wish = wish("bans[" + i + "]", items.get(i));
                if (wish.until().isEmpty() || now.isBefore(wish.until().get())) {
                    wishes.put(wish.network(), wish);
                }
            } catch (HttpRefusal problem) {
                problems.add(String.valueOf(problem.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw Asked.bad(String.join("\n", problems));
        }
        if (items.isEmpty()) {
            throw Asked.bad("bans: none (expected: a list of objects with a network each)");
        }
        return wishes.isEmpty() ? reply(new Answer.Done(List.of())) : carryOut(List.copyOf(wishes.values()), asked);
    }

    private static Wish wish(String where, Fields item) throws HttpRefusal {
        Cidr network = clients(Asked.network(where + ".network", item.text("network")));
        String reason = item.text("reason");
        if (reason.length() > Asked.LONGEST_TEXT) {
            throw Asked.bad("%s.reason: %d characters long (expected: at most %d)"
                    .formatted(where, reason.length(), Asked.LONGEST_TEXT));
        }
        if (!item.has("until")) {
            Until until = until(where + ".for", item.text("for"));
            return new Wish(network, until.duration, until.end, Cause.IMPORT, reason);
        }
        Instant end = item.moment("until").orElse(Instant.MAX);
        if (end.equals(Instant.MAX) && !item.text("until").isEmpty()) {
            throw Asked.bad(where + ".until: not a time (expected: RFC 3339, such as 2026-11-23T12:00:00Z, or null)");
        }
        if (!end.equals(Instant.MAX) && end.isAfter(LAST_MOMENT)) {
            throw Asked.bad(where + ".until: beyond the year 9999 (expected: a time before, or null for ever)");
        }
        return new Wish(network, Optional.empty(), Optional.of(end), Cause.IMPORT, reason);
    }

    private AdminAnswer carryOut(Collection<Wish> wishes, Asked asked) throws HttpRefusal {
        boolean force = asked.truth("force");
        Optional<Address> own =
                asked.address("own").map(address -> Asked.client(address).network());
        if (!force) {
            for (Wish wish : wishes) {
                spareOneself(wish.network(), own);
                spareHousehold(wish.network());
            }
        }
        return reply(desk.add(List.copyOf(wishes), force));
    }

    private static void spareOneself(Cidr network, Optional<Address> own) throws HttpRefusal {
        if (own.isPresent() && network.contains(own.get())) {
            throw new HttpRefusal(
                    409, network + ": holds your own address (expected: others). You could lock yourself out.");
        }
    }

    /// A single client belongs to the household for as long as the engine remembers; in a wider network it is enough
    /// that somebody did, as far as is written down.
    private void spareHousehold(Cidr network) throws HttpRefusal {
        Optional<Instant> seen = ledger.ownerSince(network);
        Address first = network.network();
        if (seen.isPresent() && network.equals(Asked.client(first))) {
            seen = desk.standing(first).ownerSince();
        }
        if (seen.isPresent()) {
            throw new HttpRefusal(
                    409,
                    network + ": a client that logged in " + seen.get().truncatedTo(ChronoUnit.SECONDS)
                            + " (expected: strangers). It may be your own household.");
        }
    }

    private AdminAnswer reply(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> new AdminAnswer(200, report(done.bans()).toJson());
            case Answer.NeedsForce needed -> AdminAnswer.error(409, needed.why());
            case Answer.Unwritten unwritten -> AdminAnswer.error(503, unwritten.message());
        };
    }

    private BansReport report(List<Ban> bans) {
        Instant now = time.instant();
        return new BansReport(
                now,
                bans.size(),
                bans.stream()
                        .map(ban -> BanEntry.of(ban, desk.zoneOf(ban.network().network()), now))
                        .toList());
    }

    private static Cidr required(Asked asked) throws HttpRefusal {
        return asked.network("network")
                .orElseThrow(() -> Asked.bad("network: missing (expected: for example 203.0.113.9 or 2001:db8::/48)"));
    }

    /// An IPv6 address stands for its /64, within which its client can move at will.
    private static Cidr clients(Cidr network) {
        boolean part = !network.network().isIpv4() && network.prefixLength() > 64;
        return part ? Asked.client(network.network()) : network;
    }

    private static Until until(String where, String text) throws HttpRefusal {
        if (text.isEmpty()) {
            return new Until(Optional.empty(), Optional.empty());
        }
        if (text.equals(Span.FOREVER)) {
            return new Until(Optional.empty(), Optional.of(Instant.MAX));
        }
        if (Span.parse(text).isEmpty()) {
            throw Asked.bad("%s: \"%s\" (expected: a duration %s)".formatted(where, text, Span.EXPECTED));
        }
        return new Until(Span.parse(text), Optional.empty());
    }

    private record Until(Optional<Duration> duration, Optional<Instant> end) {}
}
