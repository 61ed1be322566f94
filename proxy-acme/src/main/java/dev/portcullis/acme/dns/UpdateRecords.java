package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/// TXT records at a name server that takes updates (RFC 2136), signed with TSIG (RFC 8945) where there is a key.
///
/// An update adds or removes exactly one value; other values of the name stay. The zone is the nearest one above the
/// name that this server keeps. Questions are signed too, for servers that choose a view by the key.
public final class UpdateRecords implements DnsRecords {

    /// Short, so that a resolver soon forgets what is over.
    private static final long TTL_SECONDS = 60;

    private static final Duration TIME_OUT = Duration.ofSeconds(10);
    private static final int TRIES = 3;

    private final InetSocketAddress server;
    private final Optional<DnsSettings.TransactionKey> key;
    private final Duration within;

    /// @param server the zone's primary name server; a host name is looked up anew each time
    public UpdateRecords(InetSocketAddress server, Optional<DnsSettings.TransactionKey> key) {
        this(server, key, TIME_OUT);
    }

    /// @param within for one try
    UpdateRecords(InetSocketAddress server, Optional<DnsSettings.TransactionKey> key, Duration within) {
        this.server = server;
        this.key = key;
        this.within = within;
    }

    /// What is wrong with a key, as far as it can be told without asking a server.
    public static Optional<AcmeTrouble> check(DnsSettings.TransactionKey key) {
        try {
            UpdateKey.read(key);
            return Optional.empty();
        } catch (AcmeFailure unusable) {
            return Optional.of(unusable.trouble());
        }
    }

    /// Blocks for at most three tries of 10 s for each question, of which there is one for each label of the name.
    @Override
    public void add(String name, String value) throws AcmeFailure {
        change(name, value, Update::add);
    }

    @Override
    public void remove(String name, String value) throws AcmeFailure {
        change(name, value, Update::delete);
    }

    private void change(String name, String value, Change change) throws AcmeFailure {
        String where = "update of %s at %s".formatted(name, Spelled.server(server));
        Name absolute = DnsNames.parse(name);
        DnsExchange exchange = new DnsExchange(resolved(where), within, signing());
        Update update = new Update(zoneOf(absolute, exchange, where));
        change.apply(update, new TXTRecord(absolute, DClass.IN, TTL_SECONDS, value));
        // For a record that is added or removed already this changes nothing, so a lost answer does no harm.
        Message answer = ask(update, exchange, where);
        if (answer.getHeader().getRcode() != Rcode.NOERROR) {
            throw UpdateRefusal.of(where, answer, key.isPresent());
        }
    }

    private Optional<TSIG> signing() throws AcmeFailure {
        return key.isPresent() ? Optional.of(UpdateKey.read(key.get())) : Optional.empty();
    }

    private InetSocketAddress resolved(String where) throws AcmeFailure {
        if (!server.isUnresolved()) {
            return server;
        }
        InetSocketAddress found = new InetSocketAddress(server.getHostString(), server.getPort());
        if (found.isUnresolved()) {
            throw failed(
                    where,
                    "the name server's name has no address",
                    "Check the spelling of the server, or give its address.");
        }
        return found;
    }

    private Name zoneOf(Name name, DnsExchange exchange, String where) throws AcmeFailure {
        for (Name candidate = name; candidate.labels() > 1; candidate = new Name(candidate, 1)) {
            Message question = Message.newQuery(Record.newRecord(candidate, Type.SOA, DClass.IN));
            question.getHeader().unsetFlag(Flags.RD);
            Message answer = ask(question, exchange, where);
            if (answer.getHeader().getRcode() == Rcode.NOTAUTH) {
                throw UpdateRefusal.of(where, answer, key.isPresent());
            }
            for (Record record : answer.getSection(Section.ANSWER)) {
                if (record instanceof SOARecord && record.getName().equals(candidate)) {
                    return candidate;
                }
            }
        }
        throw failed(
                where,
                "the server keeps no zone that this name is in",
                "Give the address of the zone's primary name server.");
    }

    private Message ask(Message question, DnsExchange exchange, String where) throws AcmeFailure {
        IOException last = new IOException("not asked");
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                // The second over TCP, for networks that lose UDP; the third over UDP, for servers without TCP.
                return attempt == 2 ? exchange.askByTcp(question) : exchange.ask(question);
            } catch (DnsExchange.UnsignedAnswerException unsigned) {
                throw new AcmeFailure(
                        AcmeTrouble.of(
                                Cause.DNS_TOKEN_REFUSED,
                                where,
                                "the server's answer is not signed with our TSIG key",
                                UpdateRefusal.KEY_REMEDY),
                        unsigned);
            } catch (IOException failed) {
                last = failed;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw failed(where, "given up half way", "It is done again by itself at the next start.");
            }
        }
        throw new AcmeFailure(
                AcmeTrouble.of(
                        Cause.DNS_UPDATE_FAILED,
                        where,
                        "no usable answer in %d tries: %s".formatted(TRIES, Spelled.reason(last)),
                        "Check that the name server runs, and that this machine reaches its port %d over UDP and TCP."
                                .formatted(server.getPort())),
                last);
    }

    private static AcmeFailure failed(String where, String found, String remedy) {
        return new AcmeFailure(AcmeTrouble.of(Cause.DNS_UPDATE_FAILED, where, found, remedy));
    }

    @FunctionalInterface
    private interface Change {
        void apply(Update update, Record record);
    }
}
