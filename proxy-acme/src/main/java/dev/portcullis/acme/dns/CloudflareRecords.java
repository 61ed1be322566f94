package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.CloudflareCalls.Entry;
import dev.portcullis.acme.dns.CloudflareCalls.Zone;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Records at Cloudflare, by its API v4.
///
/// The token needs Zone:Read and DNS:Edit for the zone, which is found by walking up from the name.
public final class CloudflareRecords implements DnsRecords, AddressRecords {

    private static final URI REAL = URI.create("https://api.cloudflare.com/client/v4");

    /// The least that Cloudflare takes, in seconds.
    private static final int TIME_TO_LIVE = 60;

    private final CloudflareCalls calls;

    /// @param token an API token, not the global key
    public CloudflareRecords(Secret token) {
        this(token, REAL, new HttpCalls(), InstantSource.system());
    }

    CloudflareRecords(Secret token, URI base, HttpCalls http, InstantSource clock) {
        calls = new CloudflareCalls(token, base, http, clock);
    }

    @Override
    public void add(String name, String value) throws AcmeFailure {
        String owner = name.toLowerCase(Locale.ROOT);
        create(calls.zone(owner), "TXT", owner, "\"" + value + "\"");
    }

    @Override
    public void remove(String name, String value) throws AcmeFailure {
        String owner = name.toLowerCase(Locale.ROOT);
        for (Entry entry : calls.entries(calls.zone(owner), "TXT", owner)) {
            if (entry.content().equals("\"" + value + "\"") || entry.content().equals(value)) {
                calls.delete(entry, owner);
            }
        }
    }

    /// Changes the one record of each kind, or makes the A record; whether it is proxied stays as it is.
    @Override
    public void point(String name, Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6) throws AcmeFailure {
        if (ipv4.isEmpty() && ipv6.isEmpty()) {
            return;
        }
        String owner = name.toLowerCase(Locale.ROOT);
        Zone zone = calls.zone(owner);
        if (ipv4.isPresent()) {
            point(zone, "A", owner, ipv4.get());
        }
        if (ipv6.isPresent()) {
            point(zone, "AAAA", owner, ipv6.get());
        }
    }

    private void point(Zone zone, String type, String name, InetAddress address) throws AcmeFailure {
        List<Entry> entries = calls.entries(zone, type, name);
        if (entries.stream().anyMatch(entry -> isAddress(entry.content(), address))) {
            return;
        }
        if (entries.size() > 1) {
            throw calls.failure(
                    name,
                    "%d %s records (expected: one, to be changed)".formatted(entries.size(), type),
                    "Leave the one that belongs to this house, or set update_address to false.");
        }
        if (entries.isEmpty() && address instanceof Inet6Address) {
            return;
        }
        if (entries.isEmpty()) {
            create(zone, type, name, address.getHostAddress());
        } else {
            calls.change(
                    entries.getFirst(), name, json -> json.writeStringProperty("content", address.getHostAddress()));
        }
    }

    private void create(Zone zone, String type, String name, String content) throws AcmeFailure {
        calls.create(zone, name, json -> {
            json.writeStringProperty("type", type);
            json.writeStringProperty("name", name);
            json.writeStringProperty("content", content);
            json.writeNumberProperty("ttl", TIME_TO_LIVE);
        });
    }

    private static boolean isAddress(String text, InetAddress address) {
        try {
            return InetAddress.ofLiteral(text).equals(address);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
