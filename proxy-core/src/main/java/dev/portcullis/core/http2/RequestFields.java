package dev.portcullis.core.http2;

import static dev.portcullis.core.http.RequestHead.Body;
import static dev.portcullis.core.http.RequestHead.Upgrade;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.FieldRules;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.HostField;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// A decoded header block to the [RequestHead] that HTTP/1 would have made (RFC 9113 §8.3), refusing everything
/// ambiguous.
///
/// *Reads* the lists that [HeaderBlocks] makes. *Passes on* a [RequestHead] or trailers, copied into a [HeadSpace].
/// *Refuses with* the framing refusals of [Refusal].
public final class RequestFields {

    private static final byte[] CRUMB_BORDER = Octets.of("; ");
    private static final byte[] KEY_NAME = Octets.of(FieldName.SEC_WEBSOCKET_KEY.lower());
    private static final int KEY_BYTES = 16;
    /// Of a field of our own.
    private static final int KEY_ROOM = 64;

    private final Limits limits;
    private final RandomGenerator random;

    /// @param random makes the keys of WebSocket handshakes, which need not be secret (RFC 6455 §10.3)
    public RequestFields(Limits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
    }

    /// @param block from [HeaderBlocks]
    /// @param endOfStream whether no body follows
    /// @param space is overwritten; the head is valid as long as nothing else is read into it
    /// @throws BadMessage if the request is malformed
    RequestHead head(Http2Headers block, boolean endOfStream, HeadSpace space) throws BadMessage {
        HeaderList list = complete(block);
        PseudoFields pseudo = PseudoFields.of(list, limits.requestLine());
        if (pseudo.tunnel() && endOfStream) {
            throw new BadMessage(Refusal.UPGRADE);
        }
        space.begin(list.listSize() + KEY_ROOM);
        int targetTo = space.add(pseudo.path());
        copy(list, pseudo, space);
        if (pseudo.tunnel()) {
            addKey(space);
        }
        Fields fields = space.fields();
        FieldRules.checkExpectation(fields);
        long length = FieldRules.contentLength(fields);
        if (length >= 0 && (pseudo.tunnel() || (endOfStream && length > 0))) {
            throw new BadMessage(Refusal.CONTENT_LENGTH);
        }
        return new RequestHead(
                pseudo.method(),
                0,
                targetTo,
                1,
                HostField.host(pseudo.authority()),
                pseudo.authority(),
                fields,
                body(length, endOfStream || pseudo.tunnel()),
                Math.max(length, 0),
                true,
                pseudo.tunnel() ? Upgrade.WEBSOCKET : Upgrade.NONE);
    }

    /// Trailers: no pseudo-header fields, nothing connection-specific (§8.1).
    ///
    /// @param space is overwritten, so not the one in which the request's head stands
    /// @throws BadMessage if they are malformed
    Fields trailers(Http2Headers block, HeadSpace space) throws BadMessage {
        HeaderList list = complete(block);
        space.begin(list.listSize());
        for (int i = 0; i < list.count(); i++) {
            AsciiString value = list.value(i);
            FieldName name = StrictField.name(list.name(i));
            StrictField.checkValue(value);
            StrictField.checkConnection(name, value);
            copyField(name, list.name(i), value, space);
        }
        return space.fields();
    }

    private static HeaderList complete(Http2Headers block) throws BadMessage {
        HeaderList list = (HeaderList) block;
        Refusal refusal = list.refusal();
        if (refusal != null) {
            throw new BadMessage(refusal);
        }
        return list;
    }

    private static Body body(long length, boolean none) {
        if (length >= 0) {
            return Body.LENGTH;
        }
        return none ? Body.NONE : Body.CHUNKED;
    }

    private static void copy(HeaderList list, PseudoFields pseudo, HeadSpace space) throws BadMessage {
        boolean host = false;
        boolean cookie = false;
        for (int i = pseudo.count(); i < list.count(); i++) {
            AsciiString value = list.value(i);
            FieldName name = StrictField.name(list.name(i));
            StrictField.checkValue(value);
            StrictField.checkConnection(name, value);
            if (name == FieldName.HOST) {
                // Left out: Host is always made from the authority, of which this must be a mere copy (§8.3.1).
                if (host || !value.contentEqualsIgnoreCase(pseudo.authority())) {
                    throw new BadMessage(Refusal.HOST);
                }
                host = true;
            } else if (name == FieldName.COOKIE) {
                if (!cookie) {
                    joinCrumbs(list, i, space);
                }
                cookie = true;
            } else if (name != FieldName.SEC_WEBSOCKET_KEY || !pseudo.tunnel()) {
                copyField(name, list.name(i), value, space);
            }
        }
    }

    private static void copyField(FieldName name, AsciiString text, AsciiString value, HeadSpace space) {
        int from = space.length();
        int to = space.add(text);
        space.add(value);
        space.field(name, from, to);
    }

    /// One field of all cookies, in the place of the first (§8.2.3).
    private static void joinCrumbs(HeaderList list, int first, HeadSpace space) {
        int from = space.length();
        int to = space.add(list.name(first));
        space.add(list.value(first));
        for (int i = first + 1; i < list.count(); i++) {
            if (list.name(i).equals(list.name(first))) {
                space.add(CRUMB_BORDER);
                space.add(list.value(i));
            }
        }
        space.field(FieldName.COOKIE, from, to);
    }

    /// HTTP/2 needs no key (RFC 8441 §5), but the upstream's handshake does.
    private void addKey(HeadSpace space) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        int from = space.length();
        int to = space.add(KEY_NAME);
        space.add(Base64.getEncoder().encode(key));
        space.field(FieldName.SEC_WEBSOCKET_KEY, from, to);
    }
}
