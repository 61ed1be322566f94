package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DnsProvidersTest {

    private static final DnsSettings.Provider SERVER =
            new DnsSettings.Provider.Rfc2136(new InetSocketAddress("192.0.2.1", 53), Optional.empty());
    private static final DnsSettings.Provider PROGRAM = new DnsSettings.Provider.Exec(Path.of("/program"));

    @Test
    void every_provider_has_its_records() {
        assertThat(List.of(
                        new DnsSettings.Provider.DuckDns(Failures.TOKEN),
                        new DnsSettings.Provider.Cloudflare(Failures.TOKEN),
                        new DnsSettings.Provider.Desec(Failures.TOKEN),
                        SERVER,
                        PROGRAM))
                .<Class<?>>map(provider -> DnsProviders.of(provider).getClass())
                .containsExactly(
                        DuckDnsRecords.class,
                        CloudflareRecords.class,
                        DesecRecords.class,
                        UpdateRecords.class,
                        ExecRecords.class);
    }

    @Test
    void addresses_follow_at_duckdns_and_cloudflare_only() {
        assertThat(DnsProviders.addresses(new DnsSettings.Provider.DuckDns(Failures.TOKEN)))
                .isPresent();
        assertThat(DnsProviders.addresses(new DnsSettings.Provider.Cloudflare(Failures.TOKEN)))
                .isPresent();
        assertThat(DnsProviders.addresses(new DnsSettings.Provider.Desec(Failures.TOKEN)))
                .isEmpty();
        assertThat(DnsProviders.addresses(PROGRAM)).isEmpty();
        assertThat(DnsProviders.addresses(SERVER)).isEmpty();
    }
}
