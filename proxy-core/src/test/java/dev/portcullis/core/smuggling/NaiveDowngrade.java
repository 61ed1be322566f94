package dev.portcullis.core.smuggling;

import dev.portcullis.core.Http2Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// HTTP/2 to HTTP/1 as one writes it in an afternoon: what the fields say goes into a head as it is.
final class NaiveDowngrade implements Door {

    private final int upstream;

    NaiveDowngrade(int upstream) {
        this.upstream = upstream;
    }

    @Override
    public Link open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), upstream);
        socket.setSoTimeout(30_000);
        return new Link(socket, socket);
    }

    /// Policy is asked about the path; nothing else is looked at.
    @Override
    public String play(Case played) throws IOException {
        ByteBuf frames = Unpooled.wrappedBuffer(played.octets().getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder message = new StringBuilder();
        while (frames.isReadable()) {
            int length = frames.readUnsignedMedium();
            int type = frames.readByte();
            frames.skipBytes(5);
            ByteBuf payload = frames.readSlice(length);
            if (type == Http2Frame.HEADERS && message.isEmpty()) {
                message.append(head(payload));
            } else if (type == Http2Frame.DATA) {
                message.append(payload.toString(StandardCharsets.ISO_8859_1));
            }
        }
        if (message.isEmpty()) {
            return "";
        }
        try (Link link = open()) {
            link.write(message.toString());
            link.endOutput();
            return link.readToEnd();
        }
    }

    private static String head(ByteBuf block) {
        try {
            Http2Headers fields = new DefaultHttp2HeadersDecoder(false).decodeHeaders(1, block);
            if (fields.path() == null || !fields.path().toString().startsWith(Case.PATH)) {
                return "";
            }
            StringBuilder head = new StringBuilder();
            head.append(fields.method()).append(' ').append(fields.path()).append(" HTTP/1.1\r\nHost: ");
            head.append(fields.authority()).append("\r\n");
            fields.forEach(field -> {
                if (!field.getKey().toString().startsWith(":")) {
                    head.append(field.getKey())
                            .append(": ")
                            .append(field.getValue())
                            .append("\r\n");
                }
            });
            return head.append("\r\n").toString();
        } catch (Http2Exception _) {
            return "";
        }
    }

    @Override
    public void close() {}
}
