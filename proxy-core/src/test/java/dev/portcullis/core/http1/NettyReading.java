package dev.portcullis.core.http1;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What Netty's decoder, the other reader of the differential tests, takes bytes for.
final class NettyReading {

    private final List<Message> messages = new ArrayList<>();
    private HttpMessage head;
    private StringBuilder body = new StringBuilder();
    private boolean failed;

    private NettyReading() {}

    static NettyReading ofRequests(String bytes) {
        return new NettyReading().read(new HttpRequestDecoder(config()), bytes);
    }

    static NettyReading ofAnswer(String bytes, boolean toHead) {
        ChannelHandler decoder = new HttpResponseDecoder(config()) {
            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                return (toHead && ((HttpResponse) message).status().code() >= 200)
                        || super.isContentAlwaysEmpty(message);
            }
        };
        return new NettyReading().read(decoder, bytes);
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(100_000)
                .setMaxHeaderSize(100_000)
                .setMaxChunkSize(100_000);
    }

    List<Message> messages() {
        return messages;
    }

    boolean failed() {
        return failed;
    }

    private NettyReading read(ChannelHandler decoder, String bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        drain(channel);
        channel.finish();
        drain(channel);
        return this;
    }

    private void drain(EmbeddedChannel channel) {
        for (Object object = channel.readInbound(); object != null; object = channel.readInbound()) {
            // After a 101 come bytes of another protocol.
            if (!failed && object instanceof HttpObject http) {
                take(http);
            }
            ReferenceCountUtil.release(object);
        }
    }

    private void take(HttpObject object) {
        if (object.decoderResult().isFailure()) {
            failed = true;
            return;
        }
        if (object instanceof HttpMessage message) {
            head = message;
            body = new StringBuilder();
        }
        if (object instanceof HttpContent content) {
            body.append(content.content().toString(StandardCharsets.ISO_8859_1));
        }
        if (object instanceof LastHttpContent last) {
            messages.add(
                    new Message(line(head), texts(head.headers()), body.toString(), texts(last.trailingHeaders())));
        }
    }

    private static String line(HttpMessage head) {
        int minor = head.protocolVersion().minorVersion();
        if (head instanceof HttpRequest request) {
            return request.method().name() + " " + request.uri() + " " + minor;
        }
        HttpResponse response = (HttpResponse) head;
        return response.status().code() + " " + response.status().reasonPhrase();
    }

    private static List<String> texts(HttpHeaders headers) {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            texts.add(header.getKey() + ": " + header.getValue());
        }
        return texts;
    }
}
