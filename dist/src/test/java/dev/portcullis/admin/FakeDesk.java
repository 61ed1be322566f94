package dev.portcullis.admin;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.history.Standing;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.store.BanRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes a [FakeLedger]; spares 192.168.0.0/16, which is the zone `lan`.
public final class FakeDesk implements BanDesk {

    public static final Cidr LAN = Cidr.parse("192.168.0.0/16");

    private final FakeLedger ledger;
    private final Instant now;
    public Optional<Standing> standing = Optional.empty();
    public boolean diskIsFull;

    public FakeDesk(FakeLedger ledger, Instant now) {
        this.ledger = ledger;
        this.now = now;
    }

    @Override
    public Answer add(List<Wish> wishes, boolean force) {
        if (diskIsFull) {
            return new Answer.Unwritten("portcullis.db: the disk is full (expected: room)");
        }
        for (Wish wish : wishes) {
            if (!force && wish.network().overlaps(LAN)) {
                return new Answer.NeedsForce(wish.network() + ": in never_ban, zone lan (expected: others).");
            }
        }
        List<Ban> begun = new ArrayList<>();
        for (Wish wish : wishes) {
            Instant until = wish.until().orElse(now.plus(wish.duration().orElse(Duration.ofHours(1))));
            Ban ban = new Ban(
                    ledger.bans.size() + 1, wish.network(), now, until, wish.cause(), "", 0, true, wish.reason());
            ledger.bans.addFirst(new BanRow(ban, Optional.empty(), "", 0, Optional.empty()));
            begun.add(ban);
        }
        return new Answer.Done(begun);
    }

    @Override
    public Answer remove(List<Cidr> networks, String why) {
        return lift(ledger.bans.stream()
                .filter(row -> row.activeAt(now))
                .filter(row -> networks.stream().anyMatch(row.ban().network()::overlaps))
                .toList());
    }

    @Override
    public Answer removeAll(String why) {
        return lift(ledger.bans.stream().filter(row -> row.activeAt(now)).toList());
    }

    private Answer lift(List<BanRow> ended) {
        ledger.bans.removeAll(ended);
        return new Answer.Done(ended.stream().map(BanRow::ban).toList());
    }

    @Override
    public Standing standing(Address client) {
        return standing.orElseGet(
                () -> new Standing(ClientKey.of(client), 0, 0, 1, "", Optional.empty(), Optional.empty(), List.of()));
    }

    @Override
    public String zoneOf(Address client) {
        return LAN.contains(client) ? "lan" : "internet";
    }
}
