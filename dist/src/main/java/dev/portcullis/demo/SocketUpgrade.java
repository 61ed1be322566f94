package dev.portcullis.demo;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.handler.flow.FlowControlHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The opening handshake (RFC 6455 section 4.2) and `permessage-deflate` with context takeover (RFC 7692), as
/// aiohttp answers them.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is noticed
final class SocketUpgrade {

    /// Longest message of a client, in bytes; a longer one is answered with Close 1009 (aiohttp's default).
    private static final int LONGEST_MESSAGE = 4 * 1024 * 1024;

    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ChannelHandlerContext ctx;
    private final AnswerHeads heads;

    SocketUpgrade(ChannelHandlerContext ctx, AnswerHeads heads) {
        this.ctx = ctx;
        this.heads = heads;
    }

    /// Answers the handshake: null when the connection speaks websocket from now on, or else the refusal.
    Answer.@Nullable Whole perform(Request request, Answer.Socket wanted) {
        HttpHeaders asked = request.headers();
        if (!"websocket".equals(asked.get("Upgrade", "").strip().toLowerCase(Locale.ROOT))) {
            return Answer.text(
                    400,
                    "No WebSocket UPGRADE hdr: " + asked.get("Upgrade", "None")
                            + "\n Can \"Upgrade\" only to \"WebSocket\".");
        }
        if (!asked.containsValue("Connection", "upgrade", true)) {
            return Answer.text(400, "No CONNECTION upgrade hdr: " + asked.get("Connection", "None"));
        }
        if (!"13".equals(asked.get("Sec-WebSocket-Version"))) {
            return Answer.text(400, "Unsupported version: " + asked.get("Sec-WebSocket-Version", "None"));
        }
        String key = asked.get("Sec-WebSocket-Key", "");
        if (!isKey(key)) {
            return Answer.text(400, "Handshake error: '" + key + "'");
        }
        HttpHeaders granted = new DefaultHttpHeaders()
                .set("Upgrade", "websocket")
                .set("Connection", "upgrade")
                .set("Sec-WebSocket-Accept", accept(key));
        Optional<WebSocketServerExtension> deflate = deflate(asked);
        deflate.ifPresent(extension -> granted.set("Sec-WebSocket-Extensions", describe(extension.newReponseData())));
        if (wanted.protocols() && asked.contains("Sec-WebSocket-Protocol")) {
            granted.set("Sec-WebSocket-Protocol", firstOf(asked.get("Sec-WebSocket-Protocol", "")));
        }
        granted.set("Content-Type", "application/octet-stream");
        ctx.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS,
                Unpooled.EMPTY_BUFFER,
                heads.complete(granted),
                EmptyHttpHeaders.INSTANCE));
        change(ctx.pipeline(), deflate, wanted.session().get());
        return null;
    }

    private static void change(
            ChannelPipeline pipeline, Optional<WebSocketServerExtension> deflate, SocketSession session) {
        pipeline.addLast(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(LONGEST_MESSAGE)
                        .expectMaskedFrames(true)
                        .allowExtensions(deflate.isPresent())
                        .build()),
                new WebSocket13FrameEncoder(false));
        deflate.ifPresent(
                extension -> pipeline.addLast(extension.newExtensionDecoder(), extension.newExtensionEncoder()));
        pipeline.addLast(new WebSocketFrameAggregator(LONGEST_MESSAGE), session);
        pipeline.remove(Connection.class);
        pipeline.remove(HttpResponseEncoder.class);
        session.opened();
        // Frames that came with the handshake wait in these two, and go on to the frame decoder now.
        pipeline.remove(WireDecoder.class);
        pipeline.remove(FlowControlHandler.class);
        pipeline.channel().config().setAutoRead(true);
    }

    private static Optional<WebSocketServerExtension> deflate(HttpHeaders asked) {
        PerMessageDeflateServerExtensionHandshaker handshaker =
                new PerMessageDeflateServerExtensionHandshaker(6, true, 15, true, false, LONGEST_MESSAGE);
        String offers = String.join(",", asked.getAll("Sec-WebSocket-Extensions"));
        for (WebSocketExtensionData offer : WebSocketExtensionUtil.extractExtensions(offers)) {
            WebSocketServerExtension extension = handshaker.handshakeExtension(offer);
            if (extension != null) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }

    private static String describe(WebSocketExtensionData extension) {
        StringBuilder text = new StringBuilder(extension.name());
        for (Map.Entry<String, @Nullable String> parameter :
                extension.parameters().entrySet()) {
            text.append("; ").append(parameter.getKey());
            if (parameter.getValue() != null) {
                text.append('=').append(parameter.getValue());
            }
        }
        return text.toString();
    }

    private static String firstOf(String list) {
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing from this Java runtime", e);
        }
    }
}
