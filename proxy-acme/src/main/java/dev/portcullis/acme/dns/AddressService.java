package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a web service from which address we come: lines of `key=value`, of which `ip` is the one.
final class AddressService implements AddressQuestion {

    /// By address, so that each goes by one kind of address only; then by name, for networks that block these two.
    private static final List<URI> REAL = List.of(
            URI.create("https://1.1.1.1/cdn-cgi/trace"),
            URI.create("https://[2606:4700:4700::1111]/cdn-cgi/trace"),
            URI.create("https://api.cloudflare.com/cdn-cgi/trace"));

    private static final int LONGEST_LITERAL = 45;

    private final List<URI> services;
    private final HttpCalls http;

    AddressService() {
        this(REAL, new HttpCalls());
    }

    /// @param services asked in turn until an address of each kind is known
    AddressService(List<URI> services, HttpCalls http) {
        this.services = List.copyOf(services);
        this.http = http;
    }

    @Override
    public PublicAddress ask() throws AcmeFailure, InterruptedException {
        PublicAddress known = PublicAddress.NONE;
        List<String> failures = new ArrayList<>();
        for (URI service : services) {
            if (known.ipv4().isPresent() && known.ipv6().isPresent()) {
                break;
            }
            try {
                known = known.or(ask(service));
            } catch (IOException failed) {
                failures.add(service.getHost() + ": " + failed.getMessage());
            }
        }
        if (known.isEmpty()) {
            throw new AcmeFailure(AcmeTrouble.of(
                    Cause.UNREACHABLE,
                    "public address",
                    String.join("; ", failures),
                    "It is tried again by itself; if it stays so, check this machine's way into the internet."));
        }
        return known;
    }

    private PublicAddress ask(URI service) throws AcmeFailure, IOException, InterruptedException {
        HttpReply reply = http.send(HttpRequest.newBuilder(service)
                .header("User-Agent", "portcullis")
                .build());
        if (!reply.isSuccess()) {
            throw new IOException("status " + reply.status());
        }
        InetAddress address = reply.body()
                .lines()
                .filter(line -> line.startsWith("ip="))
                .findFirst()
                .flatMap(line -> literal(line.substring(3).strip()))
                .orElseThrow(() -> new IOException("an answer without an address"));
        if (!Reach.isPublic(address)) {
            throw new AcmeFailure(
                    AcmeTrouble.of(
                            Cause.NAME_WITHOUT_ADDRESS,
                            "public address",
                            "%s says that we come from %s, which nobody outside can reach"
                                    .formatted(service.getHost(), address.getHostAddress()),
                            "Ask your internet provider for a public address, or use a tunnel and set update_address to false."));
        }
        return new PublicAddress(
                Optional.of(address).filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast),
                Optional.of(address).filter(Inet6Address.class::isInstance).map(Inet6Address.class::cast));
    }

    /// Four numbers, or IPv6 without a scope; the JDK alone would also take `1.2` and look for interfaces.
    private static Optional<InetAddress> literal(String text) {
        boolean ipv4 = text.chars().filter(c -> c == '.').count() == 3;
        boolean plain = text.indexOf('%') < 0 && text.length() <= LONGEST_LITERAL;
        if (!plain || (!ipv4 && text.indexOf(':') < 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
