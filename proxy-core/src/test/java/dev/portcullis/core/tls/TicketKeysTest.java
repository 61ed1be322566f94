package dev.portcullis.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ServerCertificate;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TicketKeysTest {

    private final SslContext client = client();
    private final ServerCertificate certificate = certificate();
    private final TlsContexts contexts = new TlsContexts(new TlsPolicy(SslProvider.OPENSSL), 1, new SecureRandom());

    @Test
    void a_session_outlives_two_changes_of_the_key_and_not_the_third() throws SSLException {
        assertThat(resumes()).as("first visit").isFalse();
        contexts.rotateTicketKeys();
        contexts.rotateTicketKeys();
        assertThat(resumes()).as("two changes later").isTrue();
        contexts.rotateTicketKeys();
        contexts.rotateTicketKeys();
        contexts.rotateTicketKeys();
        assertThat(resumes()).as("its key is gone").isFalse();
    }

    /// Shakes hands in memory, with whatever session the client kept.
    private boolean resumes() throws SSLException {
        SSLEngine there = client.newEngine(UnpooledByteBufAllocator.DEFAULT, "home.test", 443);
        SSLEngine here = contexts.of(0, certificate, false, UnpooledByteBufAllocator.DEFAULT)
                .engine();
        there.setUseClientMode(true);
        try {
            there.beginHandshake();
            here.beginHandshake();
            ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
            ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
            for (int round = 0; round < 50; round++) {
                step(there, toServer, toClient);
                step(here, toClient, toServer);
            }
            boolean before = there.getSession().getValue("seen") != null;
            there.getSession().putValue("seen", true);
            return before;
        } finally {
            there.closeOutbound();
            here.closeOutbound();
            io.netty.util.ReferenceCountUtil.release(here);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        in.flip();
        ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
        if (in.hasRemaining()) {
            engine.unwrap(in, plain);
        }
        in.compact();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
    }

    private static SslContext client() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.2")
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static ServerCertificate certificate() {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .subject("CN=home.test")
                    .addSanDnsName("home.test")
                    .setIsCertificateAuthority(true)
                    .ecp256()
                    .buildSelfSigned();
            return new ServerCertificate(bundle.getKeyPair().getPrivate(), List.of(bundle.getCertificate()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
