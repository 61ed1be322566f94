package dev.portcullis.core.tls;

import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.core.ServerCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.List;
import javax.net.ssl.SSLException;

/// Which TLS we speak: Mozilla's guideline 5.8 "intermediate" without its CBC and finite-field leftovers.
///
/// TLS 1.2 and 1.3, AEAD and forward secrecy only, the post-quantum hybrid first where BoringSSL offers it.
public final class TlsPolicy {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

    private final SslProvider provider;

    /// @param provider BoringSSL or the JDK
    public TlsPolicy(SslProvider provider) {
        this.provider = provider;
    }

    /// BoringSSL where its native library loads.
    public static SslProvider best() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /// The engine's name for people.
    public static String name(SslProvider provider) {
        return provider == SslProvider.JDK ? "JDK" : "BoringSSL";
    }

    /// @param http2 whether HTTP/2 is offered beside HTTP/1.1, and preferred
    SslContext server(ServerCertificate certificate, boolean http2) throws SSLException {
        return http2 ? server(certificate, AlpnStage.HTTP_2, AlpnStage.HTTP_1) : server(certificate, AlpnStage.HTTP_1);
    }

    /// For an ACME validation and nothing else.
    SslContext validation(ServerCertificate certificate) throws SSLException {
        return server(certificate, AcmeTlsStage.PROTOCOL);
    }

    private SslContext server(ServerCertificate certificate, String... protocols) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain())
                .sslProvider(provider)
                // In memory only: PKCS #12 would derive a key by 10,000 rounds, on an event loop.
                .keyStoreType("JKS")
                .trustManager(new NoClientCertificates())
                .protocols(PROTOCOLS)
                .ciphers(CIPHERS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        protocols));
        if (provider != SslProvider.JDK) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS);
        }
        return builder.build();
    }

    /// For connections to an upstream; [UpstreamTls.Plain] has none.
    public SslContext client(UpstreamTls tls) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(provider).protocols(PROTOCOLS);
        return switch (tls) {
            case UpstreamTls.Plain plain ->
                throw new IllegalArgumentException("upstream TLS: asked for a plain upstream");
            case UpstreamTls.Verified verified -> {
                if (!verified.trust().isEmpty()) {
                    builder.trustManager(verified.trust());
                }
                yield builder.endpointIdentificationAlgorithm("HTTPS").build();
            }
            case UpstreamTls.Unverified unverified ->
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .build();
        };
    }
}
