package dev.portcullis.core.http2;

import dev.portcullis.core.Escaped;
import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.List;
import java.util.Random;

/// Requests out of one line of text, through HPACK and back, on one connection.
final class Asked {

    private static final List<String> USUAL =
            List.of(":method=GET", ":scheme=https", ":authority=home.test", ":path=/");

    private final Limits limits;
    private final HeaderBlocks blocks;
    private final RequestFields requests;
    private HeadSpace space = new HeadSpace(64);

    Asked() {
        this(Limits.DEFAULT);
    }

    Asked(Limits limits) {
        this.limits = limits;
        blocks = new HeaderBlocks(limits);
        requests = new RequestFields(limits, new Random(1));
    }

    /// The same with a space of one's own.
    Asked in(HeadSpace other) {
        space = other;
        return this;
    }

    /// A request whose body is still to come.
    ///
    /// @param list fields as `name=value` between `;;`, escaped as in [Escaped]; `*` stands for the four usual
    ///     pseudo-header fields, `*-:path` for the others of them
    RequestHead open(String list) throws BadMessage {
        return requests.head(decoded(block(list)), false, space);
    }

    /// A request that has no body.
    RequestHead ended(String list) throws BadMessage {
        return requests.head(decoded(block(list)), true, space);
    }

    RequestHead open(ByteBuf block) throws BadMessage {
        return requests.head(decoded(block), false, space);
    }

    Fields trailers(String list) throws BadMessage {
        return requests.trailers(decoded(block(list)), space);
    }

    HeaderList decoded(ByteBuf block) {
        try {
            return (HeaderList) blocks.decodeHeaders(1, block);
        } catch (Http2Exception broken) {
            throw new AssertionError(limits.toString(), broken);
        }
    }

    private static ByteBuf block(String list) {
        Block block = new Block();
        for (String part : list.split(";;", -1)) {
            String text = part.strip();
            if (text.startsWith("*")) {
                String without = text.substring(1).replaceFirst("-", "");
                USUAL.stream()
                        .filter(usual -> without.isEmpty() || !usual.startsWith(without + "="))
                        .forEach(usual -> add(block, usual));
            } else if (!text.isEmpty()) {
                add(block, text);
            }
        }
        return block.bytes();
    }

    private static void add(Block block, String field) {
        int border = field.indexOf('=');
        block.field(Escaped.text(field.substring(0, border)), Escaped.text(field.substring(border + 1)));
    }
}
