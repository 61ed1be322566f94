package dev.portcullis.acme.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// One look at one address of a name server: does it show the TXT values?
///
/// @param authoritative whether the server keeps the zone itself, so that no recursion is asked for (RFC 1035 §4.1.1)
record Glance(InetSocketAddress server, boolean authoritative, Name name, Set<String> wanted, Duration within)
        implements Callable<Sight> {

    @Override
    public Sight call() throws InterruptedException {
        Message question = Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN));
        if (authoritative) {
            question.getHeader().unsetFlag(Flags.RD);
        }
        try {
            return judge(new DnsExchange(server, within, Optional.empty()).ask(question));
        } catch (IOException failed) {
            return new Sight.None(Spelled.reason(failed));
        }
    }

    private Sight judge(Message answer) {
        int code = answer.getHeader().getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return new Sight.None("answers " + Rcode.string(code));
        }
        Set<String> values = new HashSet<>();
        Set<String> shown = new LinkedHashSet<>();
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof TXTRecord text && text.getName().equals(name)) {
                values.add(value(text));
                shown.add('"' + String.join("", text.getStrings()) + '"');
            }
        }
        if (values.containsAll(wanted)) {
            return new Sight.Complete();
        }
        // Boxes that take over port 53 answer from a cache, where the record cannot show yet.
        return authoritative && !answer.getHeader().getFlag(Flags.AA)
                ? new Sight.None("answers without authority for the zone")
                : new Sight.Behind(shown);
    }

    /// The strings of one record are one value (RFC 8555 §8.4 needs a single one; RFC 7208 §3.3 joins them so).
    private static String value(TXTRecord text) {
        StringBuilder value = new StringBuilder();
        for (byte[] part : text.getStringsAsByteArrays()) {
            value.append(new String(part, StandardCharsets.ISO_8859_1));
        }
        return value.toString();
    }
}
