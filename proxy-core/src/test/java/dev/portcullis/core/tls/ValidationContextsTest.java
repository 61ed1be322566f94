package dev.portcullis.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ServerCertificate;
import dev.portcullis.core.TlsChallenges;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValidationContextsTest {

    private final X509Bundle bundle = bundle();
    private final Map<String, ServerCertificate> pending = new HashMap<>();
    private final ValidationContexts contexts = new ValidationContexts(new TlsPolicy(SslProvider.OPENSSL));
    private final TlsChallenges challenges = new TlsChallenges() {
        @Override
        public boolean awaited() {
            return !pending.isEmpty();
        }

        @Override
        public Optional<ServerCertificate> certificate(String serverName) {
            return Optional.ofNullable(pending.get(serverName));
        }
    };

    private static X509Bundle bundle() {
        try {
            return new CertificateBuilder()
                    .subject("CN=home.test")
                    .setIsCertificateAuthority(true)
                    .ecp256()
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ServerCertificate begin(String name) {
        ServerCertificate certificate =
                new ServerCertificate(bundle.getKeyPair().getPrivate(), List.of(bundle.getCertificate()));
        pending.put(name, certificate);
        return certificate;
    }

    private static void end(SslHandler handler) {
        ReferenceCountUtil.release(handler.engine());
    }

    @AfterEach
    void nothing_is_kept_behind_a_validation() {
        pending.clear();
        contexts.keepOnly(challenges);
    }

    @Test
    void every_hello_for_a_name_gets_the_same_context() throws SSLException {
        ServerCertificate certificate = begin("home.test");
        TlsContext context = contexts.context("home.test", certificate);
        for (int i = 0; i < 10; i++) {
            end(contexts.handler("home.test", certificate, UnpooledByteBufAllocator.DEFAULT));
        }
        assertThat(contexts.context("home.test", certificate)).isSameAs(context);
        assertThat(context.holders()).isOne();
    }

    @Test
    void a_new_validation_of_a_name_replaces_the_one_before() throws SSLException {
        TlsContext before = contexts.context("home.test", begin("home.test"));
        TlsContext after = contexts.context("home.test", begin("home.test"));

        assertThat(before.holders()).isZero();
        assertThat(after.holders()).isOne();
    }

    @Test
    void what_is_not_pending_any_more_is_let_go_and_a_handshake_under_way_goes_on() throws SSLException {
        TlsContext over = contexts.context("over.test", begin("over.test"));
        TlsContext again = contexts.context("again.test", begin("again.test"));
        TlsContext stays = contexts.context("stays.test", begin("stays.test"));
        SslHandler open = contexts.handler("over.test", pending.get("over.test"), UnpooledByteBufAllocator.DEFAULT);
        pending.remove("over.test");
        begin("again.test");

        contexts.keepOnly(challenges);

        assertThat(over.holders()).isOne();
        end(open);
        assertThat(over.holders()).isZero();
        assertThat(again.holders()).isZero();
        assertThat(stays.holders()).isOne();
    }

    @Test
    void at_most_so_many_are_kept() throws SSLException {
        List<TlsContext> made = new ArrayList<>();
        for (int i = 0; i <= ValidationContexts.MOST; i++) {
            made.add(contexts.context(i + ".test", begin(i + ".test")));
        }
        assertThat(made.getFirst().holders()).isZero();
        assertThat(made.subList(1, made.size())).allMatch(context -> context.holders() == 1);
    }
}
