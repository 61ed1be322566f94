package dev.portcullis.core.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// The first bytes of real clients.
public final class Hellos {

    /// Record type, version and length; then the message's type and length.
    private static final int BEFORE_MESSAGE = 5 + 4;

    private Hellos() {}

    /// A ClientHello in its record.
    public static byte[] record(SslProvider provider, String serverName, String... protocols) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(provider)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null);
            if (protocols.length > 0) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        List.of(protocols)));
            }
            SslContext context = builder.build();
            SSLEngine engine = context.newEngine(UnpooledByteBufAllocator.DEFAULT);
            try {
                return first(engine, serverName);
            } finally {
                ReferenceCountUtil.release(engine);
                ReferenceCountUtil.release(context);
            }
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] first(SSLEngine engine, String serverName) throws SSLException {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        engine.beginHandshake();
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /// The message within, without its type and length.
    static ByteBuf message(byte[] record) {
        return Unpooled.wrappedBuffer(record, BEFORE_MESSAGE, record.length - BEFORE_MESSAGE);
    }
}
