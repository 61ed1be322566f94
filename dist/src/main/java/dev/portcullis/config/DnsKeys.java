package dev.portcullis.config;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.route.HostTable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Keys below `certificates.acme.dns`.
final class DnsKeys {

    private static final int PORT = 53;

    /// Who can keep a zone.
    enum Kind {
        DUCKDNS,
        CLOUDFLARE,
        DESEC,
        RFC2136,
        EXEC;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean hasToken() {
            return this == DUCKDNS || this == CLOUDFLARE || this == DESEC;
        }

        boolean updatesAddresses() {
            return this == DUCKDNS || this == CLOUDFLARE;
        }
    }

    static final Key<Kind> PROVIDER =
            Key.required("provider", Words.choice(List.of(Kind.values()), Kind::key), "Who keeps the DNS zone.");

    static final Key<String> TOKEN =
            Key.optional("token", Words.secret(), "The token, for `duckdns`, `cloudflare` and `desec`.");

    static final Key<String> TOKEN_FILE =
            Key.optional("token_file", FileTypes.secretInFile(), "A file with the token in it.");

    static final Key<InetSocketAddress> SERVER = Key.optional(
            "server", server(), "For `rfc2136`: the name server that takes updates, `host` or `host:port`; port 53.");

    static final Key<String> TSIG_NAME = Key.required("name", Words.word("the name of a key"), "The key's name.");

    static final Key<String> ALGORITHM = Key.of(
            "algorithm",
            Words.choice("hmac-sha256", "hmac-sha384", "hmac-sha512", "hmac-sha224", "hmac-sha1"),
            "hmac-sha256",
            "The key's algorithm.");

    static final Key<String> SECRET = Key.optional("secret", Words.secret(), "The key itself in base64.");

    static final Key<String> SECRET_FILE =
            Key.optional("secret_file", FileTypes.secretInFile(), "A file with the key in it.");

    static final Key<Section> TSIG = Key.optional(
            "tsig",
            SectionType.of(TSIG_NAME, ALGORITHM, SECRET, SECRET_FILE),
            "For `rfc2136`: the key that updates are signed with (RFC 8945).");

    static final Key<Path> PROGRAM = Key.optional(
            "program",
            FileTypes.executable("a program that this user may run"),
            "For `exec`: a program of yours, called as `program add NAME VALUE` and `program remove NAME VALUE`.");

    static final Key<List<Found<InetSocketAddress>>> RESOLVERS = Key.of(
            "resolvers",
            ListType.of(resolver()),
            "[]",
            "Who is asked for delegations and name servers, `address` or `address:port`; the system's where none is"
                    + " written.");

    static final Key<Duration> PROPAGATION_TIMEOUT = Key.of(
            "propagation_timeout",
            Amounts.duration("10s", "1h"),
            "2m",
            "How long to wait until every name server of the zone shows a record.");

    static final Key<Boolean> UPDATE_ADDRESS = Key.of(
            "update_address",
            Words.trueOrFalse(),
            "false",
            "Whether the names' A and AAAA records follow the public address; with `duckdns` and `cloudflare`.");

    static final Key<Section> DNS = Key.optional(
            "dns",
            SectionType.of(
                    PROVIDER, TOKEN, TOKEN_FILE, SERVER, TSIG, PROGRAM, RESOLVERS, PROPAGATION_TIMEOUT, UPDATE_ADDRESS),
            "How DNS records are set for dns-01.");

    private DnsKeys() {}

    /// A name is not looked up: it may have another address when it is needed.
    private static ScalarType<InetSocketAddress> server() {
        String expected = "a name server such as ns1.example.org, 192.0.2.53 or [2001:db8::53]:53";
        return new ScalarType<>(expected, (text, _) -> {
            Optional<InetSocketAddress> literal = literal(text);
            if (literal.isPresent()) {
                return literal.get();
            }
            int colon = text.lastIndexOf(':');
            Optional<Integer> port = colon < 0 ? Optional.of(PORT) : NetTypes.port(text.substring(colon + 1));
            Optional<String> name = HostTable.canonical(colon < 0 ? text : text.substring(0, colon));
            if (name.isEmpty() || port.isEmpty() || port.get() == 0) {
                throw new Misfit(Quoted.of(text), expected);
            }
            return InetSocketAddress.createUnresolved(name.get(), port.get());
        });
    }

    private static ScalarType<InetSocketAddress> resolver() {
        String expected = "an address such as 192.0.2.53 or [2001:db8::53]:53";
        return new ScalarType<>(
                expected, (text, _) -> literal(text).orElseThrow(() -> new Misfit(Quoted.of(text), expected)));
    }

    /// `192.0.2.53`, `192.0.2.53:53`, `2001:db8::53`, `[2001:db8::53]`, `[2001:db8::53]:53`.
    private static Optional<InetSocketAddress> literal(String text) {
        Optional<Address> bare = Address.parse(text);
        if (bare.isPresent()) {
            return bare.map(address -> new InetSocketAddress(address.toInetAddress(), PORT));
        }
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.lastIndexOf(':');
        if (end <= 0) {
            return Optional.empty();
        }
        String host = text.startsWith("[") ? text.substring(1, end - 1) : text.substring(0, end);
        Optional<Integer> port = end == text.length()
                ? Optional.of(PORT)
                : text.charAt(end) == ':' ? NetTypes.port(text.substring(end + 1)) : Optional.empty();
        return port.filter(number -> number > 0)
                .flatMap(number ->
                        Address.parse(host).map(address -> new InetSocketAddress(address.toInetAddress(), number)));
    }
}
