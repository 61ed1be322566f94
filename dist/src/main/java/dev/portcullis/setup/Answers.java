package dev.portcullis.setup;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the owner wants, as far as it is known; what is not known yet is something that would do.
///
/// @param hosts names under which the house is reached
/// @param upstream where Home Assistant is: `http://host:port`
/// @param exposed what the internet may reach; at least one
/// @param webhooks ids, for [Exposed#WEBHOOKS]; may be none yet
/// @param vpn networks of the VPN; may be none
/// @param state the folder for everything that is kept; empty for the usual one
/// @param listen where TLS is accepted, such as `:8443`; empty for port 443
public record Answers(
        List<String> hosts,
        String upstream,
        Set<Exposed> exposed,
        List<String> webhooks,
        Certificate certificate,
        List<String> vpn,
        Optional<String> state,
        Optional<String> listen) {

    /// Where the certificate comes from.
    public sealed interface Certificate {
        /// By TLS-ALPN-01.
        record LetsEncrypt(String email) implements Certificate {}

        /// By DNS-01.
        ///
        /// @param provider as under `dns.provider`
        record ByDns(String provider, String tokenFile, String email) implements Certificate {}

        record Files(String certificate, String key) implements Certificate {}

        record SelfSigned() implements Certificate {}
    }

    public Answers {
        hosts = List.copyOf(hosts);
        exposed = Set.copyOf(exposed);
        webhooks = List.copyOf(webhooks);
        vpn = List.copyOf(vpn);
    }

    static final Answers NONE = new Answers(
            List.of("home.example.org"),
            "http://127.0.0.1:8123",
            Set.of(Exposed.WEBHOOKS),
            List.of(),
            new Certificate.SelfSigned(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    Answers withHosts(List<String> value) {
        return new Answers(value, upstream, exposed, webhooks, certificate, vpn, state, listen);
    }

    Answers withUpstream(String value) {
        return new Answers(hosts, value, exposed, webhooks, certificate, vpn, state, listen);
    }

    Answers withExposed(Set<Exposed> value) {
        return new Answers(hosts, upstream, value, webhooks, certificate, vpn, state, listen);
    }

    Answers withWebhooks(List<String> value) {
        return new Answers(hosts, upstream, exposed, value, certificate, vpn, state, listen);
    }

    Answers withCertificate(Certificate value) {
        return new Answers(hosts, upstream, exposed, webhooks, value, vpn, state, listen);
    }

    Answers withVpn(List<String> value) {
        return new Answers(hosts, upstream, exposed, webhooks, certificate, value, state, listen);
    }

    Answers withState(String value) {
        return new Answers(hosts, upstream, exposed, webhooks, certificate, vpn, Optional.of(value), listen);
    }

    Answers withListen(String value) {
        return new Answers(hosts, upstream, exposed, webhooks, certificate, vpn, state, Optional.of(value));
    }
}
