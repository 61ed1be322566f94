package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.Secret;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Records at DuckDNS, as its HTTP API describes them (`https://www.duckdns.org/spec.jsp`).
///
/// A registered domain has one TXT value, which shows at every name below it, and one address of each kind.
public final class DuckDnsRecords implements DnsRecords, AddressRecords {

    private static final URI REAL = URI.create("https://www.duckdns.org");
    private static final String SUFFIX = ".duckdns.org";

    private final Secret token;
    private final ProviderCalls calls;

    /// @param token the account's token
    public DuckDnsRecords(Secret token) {
        this(token, REAL, new HttpCalls(), InstantSource.system());
    }

    DuckDnsRecords(Secret token, URI base, HttpCalls http, InstantSource clock) {
        this.token = token;
        calls = new ProviderCalls("DuckDNS", base, "", token, http, clock);
    }

    @Override
    public boolean holdsOneValue() {
        return true;
    }

    @Override
    public void add(String name, String value) throws AcmeFailure {
        update(name, "&txt=" + ProviderCalls.encoded(value));
    }

    @Override
    public void remove(String name, String value) throws AcmeFailure {
        // With txt, only the TXT record is cleared; without it the addresses would go.
        update(name, "&txt=" + ProviderCalls.encoded(value) + "&clear=true");
    }

    @Override
    public void point(String name, Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6) throws AcmeFailure {
        // Without an address, DuckDNS would take the sender's. It does not tell whether there is an AAAA record.
        if (ipv4.isPresent()) {
            update(name, "&ip=" + ProviderCalls.encoded(ipv4.get().getHostAddress()));
        }
    }

    @Override
    public boolean keeps(String name) {
        return !label(name).isEmpty();
    }

    @Override
    public boolean points(String name) {
        return keeps(name);
    }

    private void update(String name, String parameters) throws AcmeFailure {
        String path = "/update?domains=%s&token=%s%s&verbose=true"
                .formatted(ProviderCalls.encoded(domain(name)), ProviderCalls.encoded(token.value()), parameters);
        HttpReply reply = calls.call(name, "GET", path, Optional.empty());
        String first = reply.body().lines().findFirst().orElse("").strip();
        if (reply.isSuccess() && "OK".equals(first)) {
            return;
        }
        if ((reply.isSuccess() && "KO".equals(first)) || reply.status() == 401 || reply.status() == 403) {
            throw calls.refused(
                    name,
                    "KO",
                    "Compare the token with the one at https://www.duckdns.org, and that %s%s is listed there."
                            .formatted(domain(name), SUFFIX));
        }
        throw calls.failure(
                name,
                "an answer %d that is neither OK nor KO: %s".formatted(reply.status(), calls.quoted(reply.body())),
                "It is tried again by itself; if it stays so, look at https://www.duckdns.org.");
    }

    /// The registered label: `b` of `_acme-challenge.a.b.duckdns.org`.
    private String domain(String name) throws AcmeFailure {
        String label = label(name);
        if (label.isEmpty()) {
            throw calls.failure(
                    name,
                    "not a name below duckdns.org",
                    "Choose the provider that keeps its zone, or delegate it with a CNAME to a name at DuckDNS.");
        }
        return label;
    }

    /// Empty for a name elsewhere.
    private static String label(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String above = lower.endsWith(SUFFIX) ? lower.substring(0, lower.length() - SUFFIX.length()) : "";
        return above.substring(above.lastIndexOf('.') + 1);
    }
}
