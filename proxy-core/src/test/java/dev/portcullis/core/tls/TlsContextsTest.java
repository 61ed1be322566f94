package dev.portcullis.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ServerCertificate;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsContextsTest {

    private static final int SWAPS = 1_000;
    private static final int VISITS = 100;

    private final ServerCertificate first = certificate();
    private final TlsContexts contexts = new TlsContexts(new TlsPolicy(SslProvider.OPENSSL), 2, new SecureRandom());

    private static ServerCertificate certificate() {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .subject("CN=home.test")
                    .setIsCertificateAuthority(true)
                    .ecp256()
                    .buildSelfSigned();
            return new ServerCertificate(bundle.getKeyPair().getPrivate(), List.of(bundle.getCertificate()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ServerCertificate renewed() {
        return new ServerCertificate(first.key(), first.chain());
    }

    private SslHandler handler(ServerCertificate certificate) throws SSLException {
        return contexts.of(0, certificate, false, UnpooledByteBufAllocator.DEFAULT);
    }

    private static void end(SslHandler handler) {
        ReferenceCountUtil.release(handler.engine());
    }

    @Test
    void a_thousand_swaps_leave_one_context() throws SSLException {
        List<TlsContext> seen = new ArrayList<>();
        for (int i = 0; i < SWAPS; i++) {
            ServerCertificate certificate = renewed();
            seen.add(contexts.context(0, certificate));
            if (i % 50 == 0) {
                end(handler(certificate));
                contexts.rotateTicketKeys();
            }
        }
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(context -> context.holders() > 0)).hasSize(1);
        assertThat(seen.getLast().holders()).isOne();
    }

    @Test
    void a_context_lives_on_for_the_connections_that_began_with_it() throws SSLException {
        TlsContext old = contexts.context(0, first);
        SslHandler open = handler(first);
        end(handler(renewed()));
        assertThat(old.holders()).isOne();

        end(open);

        assertThat(old.holders()).isZero();
    }

    @Test
    void one_sites_new_certificate_leaves_the_others_alone() throws SSLException {
        TlsContext other = contexts.context(1, first);
        TlsContext unknown = contexts.context(2, first);
        end(handler(first));
        end(handler(renewed()));

        assertThat(contexts.context(1, first)).isSameAs(other);
        end(contexts.selfSigned(first, false, UnpooledByteBufAllocator.DEFAULT));
        assertThat(contexts.context(2, first)).isSameAs(unknown);
        assertThat(other.holders()).isOne();
    }

    @Test
    void handshakes_on_other_threads_never_meet_a_context_that_is_gone() throws Exception {
        AtomicReference<ServerCertificate> current = new AtomicReference<>(first);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> visitors = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                visitors.add(threads.submit(() -> visit(current)));
            }
            while (!visitors.stream().allMatch(Future::isDone)) {
                current.set(renewed());
                end(handler(current.get()));
                contexts.rotateTicketKeys();
            }
            for (Future<?> visitor : visitors) {
                visitor.get();
            }
        }
        assertThat(contexts.context(0, current.get()).holders()).isOne();
    }

    private Object visit(AtomicReference<ServerCertificate> current) throws SSLException {
        for (int i = 0; i < VISITS; i++) {
            end(handler(current.get()));
        }
        return current;
    }
}
