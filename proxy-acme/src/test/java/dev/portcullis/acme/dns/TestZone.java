package dev.portcullis.acme.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// The records of some zones in memory: answers questions, and takes updates (RFC 2136).
///
/// One zone may be served by several [TestZoneServer]s, and be changed while they run.
public final class TestZone {

    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final List<Message> updates = new CopyOnWriteArrayList<>();
    private volatile Optional<TSIG> key = Optional.empty();

    /// Without any zone; everything is refused.
    public TestZone() {}

    /// Adds a zone with an SOA, and a name server `ns1.<origin>`, `ns2.<origin>`, … for each address.
    public TestZone zone(String origin, String... servers) {
        put(origin, Type.SOA, "ns1.%s. hostmaster.%s. 1 3600 600 86400 60".formatted(origin, origin));
        for (int i = 0; i < servers.length; i++) {
            String server = "ns%d.%s".formatted(i + 1, origin);
            put(origin, Type.NS, server + ".");
            put(server, servers[i].indexOf(':') < 0 ? Type.A : Type.AAAA, servers[i]);
        }
        return this;
    }

    /// Adds a record; names in `data` end with a dot.
    public TestZone put(String name, int type, String data) {
        try {
            records.add(Record.fromString(absolute(name), type, DClass.IN, 60, data, Name.root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Removes all records of that name and type.
    public TestZone drop(String name, int type) {
        records.removeIf(record -> record.getName().equals(absolute(name)) && record.getType() == type);
        return this;
    }

    /// From now on updates need this key, and every signature is checked with it.
    ///
    /// @param skew how far this zone's clock is ahead
    public TestZone key(DnsSettings.TransactionKey wanted, Duration skew) {
        byte[] secret = Base64.getDecoder().decode(wanted.secret().value());
        key = Optional.of(new TSIG(
                absolute(wanted.algorithm()),
                absolute(wanted.name()),
                new SecretKeySpec(secret, wanted.algorithm()),
                Clock.offset(Clock.systemUTC(), skew)));
        return this;
    }

    /// The TXT values of a name.
    public List<String> texts(String name) {
        return records.stream()
                .filter(record ->
                        record instanceof TXTRecord && record.getName().equals(absolute(name)))
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .toList();
    }

    /// Everything there is, as text.
    public List<String> contents() {
        return records.stream().map(Record::toString).toList();
    }

    /// The updates that were carried out.
    public List<Message> updates() {
        return List.copyOf(updates);
    }

    Message answer(Message question, byte[] wire) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(question.getHeader().getOpcode());
        question.getSection(Section.QUESTION).forEach(record -> answer.addRecord(record, Section.QUESTION));
        boolean update = question.getHeader().getOpcode() == Opcode.UPDATE;
        int signature = signature(question, wire, update);
        if (signature == Rcode.REFUSED) {
            answer.getHeader().setRcode(Rcode.REFUSED);
        } else if (signature != Rcode.NOERROR) {
            answer.getHeader().setRcode(Rcode.NOTAUTH);
            key.orElseThrow().apply(answer, signature, question.getTSIG());
        } else {
            if (update) {
                update(question, answer);
            } else {
                look(question.getQuestion(), answer);
            }
            if (question.getTSIG() != null) {
                key.ifPresent(present -> present.apply(answer, question.getTSIG()));
            }
        }
        return answer;
    }

    private int signature(Message question, byte[] wire, boolean update) {
        if (key.isEmpty()) {
            return Rcode.NOERROR;
        }
        if (question.getTSIG() == null) {
            return update ? Rcode.REFUSED : Rcode.NOERROR;
        }
        return key.get().verify(question, wire, null);
    }

    private void look(Record asked, Message answer) {
        Name zone = zoneOf(asked.getName());
        if (zone == null) {
            answer.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        answer.getHeader().setFlag(Flags.AA);
        List<Record> here = records.stream()
                .filter(record -> record.getName().equals(asked.getName()))
                .toList();
        here.stream()
                .filter(record -> record.getType() == asked.getType() || record.getType() == Type.CNAME)
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (here.isEmpty()
                && records.stream().noneMatch(record -> record.getName().subdomain(asked.getName()))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
    }

    private void update(Message question, Message answer) {
        Name zone = question.getQuestion().getName();
        Collection<Record> changes = question.getSection(Section.UPDATE);
        if (!zone.equals(zoneOf(zone))) {
            answer.getHeader().setRcode(Rcode.NOTAUTH);
        } else if (changes.stream().anyMatch(change -> !change.getName().subdomain(zone))) {
            answer.getHeader().setRcode(Rcode.NOTZONE);
        } else {
            changes.forEach(this::apply);
            updates.add(question);
        }
    }

    private void apply(Record change) {
        switch (change.getDClass()) {
            case DClass.IN -> {
                if (!records.contains(change)) {
                    records.add(change);
                }
            }
            case DClass.NONE ->
                records.removeIf(record -> record.getName().equals(change.getName())
                        && record.getType() == change.getType()
                        && record.rdataToString().equals(change.rdataToString()));
            default ->
                records.removeIf(record -> record.getName().equals(change.getName())
                        && (change.getType() == Type.ANY || record.getType() == change.getType()));
        }
    }

    private @Nullable Name zoneOf(Name name) {
        return records.stream()
                .filter(record -> record.getType() == Type.SOA && name.subdomain(record.getName()))
                .map(Record::getName)
                .max(Comparator.comparingInt(Name::labels))
                .orElse(null);
    }

    static Name absolute(String name) {
        return Name.fromConstantString(name.endsWith(".") ? name : name + ".");
    }
}
