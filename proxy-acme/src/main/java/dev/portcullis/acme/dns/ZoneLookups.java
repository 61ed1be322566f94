package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Pause;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Asks resolvers where a record is kept, and then each of the zone's own name servers, at all its addresses, past
/// every cache.
///
/// A server that says nothing about the zone for the whole wait (silence, SERVFAIL, REFUSED) does not fail it as long
/// as the others show the record: an authority's resolver goes on to the next server too. One that answers without
/// the record does. Where no zone with name servers is found (a private zone behind a resolver) the resolvers are
/// asked instead, and what they remember counts. Where no name server of the zone can be asked at all, a resolver
/// that shows other values fails the wait; else the authority is left to look for itself.
public final class ZoneLookups implements DnsLookups {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final int DNS_PORT = 53;
    private static final int LONGEST_CHAIN = 8;
    private static final Duration RESOLVER_ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final Duration SERVER_ANSWERS_WITHIN = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Resolvers resolvers;
    private final Duration within;
    private final InstantSource clock;
    private final Pause pause;
    private final int port;
    private final Duration perLook;

    /// @param resolvers empty for the system's
    /// @param within how long [#awaitEverywhere] waits; a last look may take it some seconds longer
    public ZoneLookups(List<InetSocketAddress> resolvers, Duration within, InstantSource clock, Pause pause) {
        this(new Resolvers(resolvers, RESOLVER_ANSWERS_WITHIN), within, clock, pause, DNS_PORT, SERVER_ANSWERS_WITHIN);
    }

    /// @param port of the zones' name servers
    /// @param perLook how long a name server has to answer
    ZoneLookups(Resolvers resolvers, Duration within, InstantSource clock, Pause pause, int port, Duration perLook) {
        this.resolvers = resolvers;
        this.within = within;
        this.clock = clock;
        this.pause = pause;
        this.port = port;
        this.perLook = perLook;
    }

    @Override
    public String delegated(String name) throws AcmeFailure {
        return delegated(name, false);
    }

    @Override
    public String delegatedThroughWildcards(String name) throws AcmeFailure {
        return delegated(name, true);
    }

    private String delegated(String name, boolean throughWildcards) throws AcmeFailure {
        try {
            return DnsNames.spell(endOfChain(DnsNames.parse(name), throughWildcards));
        } catch (InterruptedException _) {
            throw givenUp(name);
        }
    }

    /// @param name where the record is kept: no CNAME is followed here, see [#delegated]
    @Override
    public void awaitEverywhere(String name, Set<String> values) throws AcmeFailure {
        try {
            await(DnsNames.parse(name), name, values);
        } catch (InterruptedException _) {
            throw givenUp(name);
        }
    }

    private Name endOfChain(Name name, boolean throughWildcards) throws AcmeFailure, InterruptedException {
        Set<Name> passed = new LinkedHashSet<>();
        Name end = name;
        while (passed.add(end)) {
            if (passed.size() > LONGEST_CHAIN + 1) {
                throw chain(passed, "more than %d CNAMEs one after the other".formatted(LONGEST_CHAIN));
            }
            List<Record> next = resolvers.ask(end, Type.CNAME);
            if (next.isEmpty() || !(next.getFirst() instanceof CNAMERecord alias)) {
                return end;
            }
            if (passed.size() == 1 && !throughWildcards && isWildcards(name, alias.getTarget())) {
                LOG.info("DNS: {}: its CNAME is a wildcard's; a record of its own takes its place", name);
                return name;
            }
            end = alias.getTarget();
        }
        throw chain(passed, "the CNAMEs lead round in a circle");
    }

    /// Whether a wildcard above the name leads to the same target; those of top-level domains are not asked for.
    private boolean isWildcards(Name name, Name target) throws AcmeFailure, InterruptedException {
        for (int above = 1; name.labels() - above > 2; above++) {
            for (Record record : resolvers.ask(name.wild(above), Type.CNAME)) {
                if (record instanceof CNAMERecord lent && lent.getTarget().equals(target)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void await(Name name, String spelled, Set<String> values) throws AcmeFailure, InterruptedException {
        ZoneServers zone = new ZoneServers(resolvers, port);
        Spread spread = new Spread(zone.of(name), name, values, perLook);
        Instant end = clock.instant().plus(within);
        Duration step = FIRST_PAUSE;
        while (true) {
            spread.look();
            if (spread.isEverywhere()) {
                return;
            }
            Duration left = Duration.between(clock.instant(), end);
            if (!left.isPositive()) {
                break;
            }
            pause.take(shorter(step, left));
            step = shorter(step.multipliedBy(2), LONGEST_PAUSE);
        }
        SpreadReport report = SpreadReport.of(spread);
        if (report.saysNothing() && spread.servers().stream().anyMatch(NameServer::authoritative)) {
            leftToTheAuthority(new Spread(zone.ofResolvers(), name, values, perLook), spelled, report);
            return;
        }
        if (!report.isGoodEnough()) {
            throw report.failure(spelled, within);
        }
        LOG.warn(
                "DNS: {}: {} of the zone's name servers show the record, the others say nothing about the zone: {}",
                spelled,
                report.complete(),
                String.join("; ", report.silent()));
    }

    /// Something takes over port 53, or closes it: only the resolvers are left to ask. One that shows other values
    /// ends it; one that shows nothing may remember our own question from before the record was made.
    private void leftToTheAuthority(Spread remembered, String spelled, SpreadReport report)
            throws AcmeFailure, InterruptedException {
        remembered.look();
        List<Sight> sights = remembered.servers().stream().map(remembered::of).toList();
        if (sights.stream().noneMatch(Sight.Complete.class::isInstance)
                && sights.stream().anyMatch(sight -> sight instanceof Sight.Behind(var shown) && !shown.isEmpty())) {
            throw report.with(SpreadReport.of(remembered)).failure(spelled, within);
        }
        LOG.warn(
                "DNS: {}: no name server of the zone can be asked from here: {} (expected: port 53 open, and nothing"
                        + " that answers in their place). Going on: the authority sees for itself.",
                spelled,
                String.join("; ", report.silent()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static AcmeFailure chain(Set<Name> passed, String found) {
        List<String> names =
                passed.stream().map(passedName -> passedName.toString(true)).toList();
        return new AcmeFailure(AcmeTrouble.of(
                Cause.DNS_UPDATE_FAILED,
                "CNAME at " + names.getFirst(),
                "%s: %s".formatted(found, String.join(" → ", names)),
                "Let the CNAME lead straight to the name in the zone that takes the TXT records."));
    }

    private static AcmeFailure givenUp(String name) {
        Thread.currentThread().interrupt();
        return new AcmeFailure(AcmeTrouble.of(
                Cause.DNS_UPDATE_FAILED,
                "look-up of " + name,
                "given up half way",
                "It is done again by itself at the next start."));
    }
}
