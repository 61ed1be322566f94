package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/// Recursive resolvers, asked in turn until one knows.
///
/// @param configured empty for those of `/etc/resolv.conf`, which is read anew each time: a machine that runs for
///     years sees it change
record Resolvers(List<InetSocketAddress> configured, Duration within) {

    /// A small resolver that does not implement a type of records has none of them to give.
    private static final Set<Integer> KNOWING = Set.of(Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.NOTIMP);

    private static final int MOST = 8;
    private static final int ROUNDS = 2;
    private static final int DNS_PORT = 53;

    Resolvers {
        configured = List.copyOf(configured);
    }

    /// The records of that name and type; none if there are none, or no such name.
    ///
    /// @throws AcmeFailure if no resolver gives an answer
    /// @throws InterruptedException if the thread is to end
    List<Record> ask(Name name, int type) throws AcmeFailure, InterruptedException {
        String reason = "not asked";
        Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        for (int round = 0; round < ROUNDS; round++) {
            for (InetSocketAddress resolver : addresses()) {
                try {
                    Message answer = new DnsExchange(resolver, within, Optional.empty()).ask(question);
                    int code = answer.getHeader().getRcode();
                    if (KNOWING.contains(code)) {
                        return answer.getSection(Section.ANSWER).stream()
                                .filter(record -> record.getType() == type
                                        && record.getName().equals(name))
                                .toList();
                    }
                    reason = "%s answers %s".formatted(Spelled.server(resolver), Rcode.string(code));
                } catch (IOException failed) {
                    reason = "%s: %s".formatted(Spelled.server(resolver), Spelled.reason(failed));
                }
            }
        }
        throw new AcmeFailure(AcmeTrouble.of(
                Cause.DNS_UPDATE_FAILED,
                "look-up of %s %s".formatted(name.toString(true), Type.string(type)),
                "no resolver gives an answer (the last: %s)".formatted(reason),
                "Check this machine's network and resolvers (/etc/resolv.conf); it is tried again by itself."));
    }

    /// At most 8, none of them without an address.
    List<InetSocketAddress> addresses() {
        List<InetSocketAddress> known = configured.isEmpty() ? systems() : configured;
        List<InetSocketAddress> usable = known.stream()
                .filter(resolver -> !resolver.isUnresolved())
                .limit(MOST)
                .toList();
        return usable.isEmpty() ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), DNS_PORT)) : usable;
    }

    private static List<InetSocketAddress> systems() {
        ResolvConfResolverConfigProvider file = new ResolvConfResolverConfigProvider();
        file.initialize();
        return file.servers();
    }
}
