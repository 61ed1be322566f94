package dev.portcullis.acme.dns;

import java.util.Optional;

/// Who keeps the records, by the configured provider.
public final class DnsProviders {

    private DnsProviders() {}

    /// Sets TXT records at that provider.
    public static DnsRecords of(DnsSettings.Provider provider) {
        return switch (provider) {
            case DnsSettings.Provider.DuckDns duckDns -> new DuckDnsRecords(duckDns.token());
            case DnsSettings.Provider.Cloudflare cloudflare -> new CloudflareRecords(cloudflare.token());
            case DnsSettings.Provider.Desec desec -> new DesecRecords(desec.token());
            case DnsSettings.Provider.Rfc2136 server -> new UpdateRecords(server.server(), server.key());
            case DnsSettings.Provider.Exec exec -> new ExecRecords(exec.program());
        };
    }

    /// Sets A and AAAA records at that provider; empty where we cannot.
    public static Optional<AddressRecords> addresses(DnsSettings.Provider provider) {
        return switch (provider) {
            case DnsSettings.Provider.DuckDns duckDns -> Optional.of(new DuckDnsRecords(duckDns.token()));
            case DnsSettings.Provider.Cloudflare cloudflare -> Optional.of(new CloudflareRecords(cloudflare.token()));
            case DnsSettings.Provider.Desec _, DnsSettings.Provider.Rfc2136 _, DnsSettings.Provider.Exec _ ->
                Optional.empty();
        };
    }
}
