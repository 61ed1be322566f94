package dev.portcullis.core.observe;

import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeObserver;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.signal.BodyReader;
import dev.portcullis.rules.signal.ExchangeReader;
import dev.portcullis.rules.signal.MessageReader;
import dev.portcullis.rules.signal.RequestView;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One exchange on its way: shows its reader the request, gives it those bytes that it asks for, and tells what
/// came of it.
final class ObservedExchange implements ExchangeObserver, RequestView {

    private static final String EXTENSIONS = "sec-websocket-extensions";

    private final ExchangeLog log;
    private final Exchange exchange;
    private RequestHead request;
    private @Nullable String target;
    private @Nullable ExchangeReader reader;
    private @Nullable BodyTap requestTap;
    private @Nullable BodyTap answerTap;
    private @Nullable WebSocketTap socketTap;
    private boolean bodyBegun;
    private int status;

    ObservedExchange(ExchangeLog log, Exchange exchange) {
        this.log = log;
        this.exchange = exchange;
        this.request = exchange.request();
    }

    void reader(ExchangeReader reads) {
        reader = reads;
    }

    // What passes.

    @Override
    public void requestData(ByteBuf data) {
        if (reader != null && !bodyBegun) {
            bodyBegun = true;
            requestTap = tap(reader.requestBody(), request.fields());
        }
        if (requestTap != null && !requestTap.pass(data)) {
            requestTap = null;
        }
    }

    private static @Nullable BodyTap tap(@Nullable BodyReader wanted, Fields fields) {
        return wanted == null ? null : BodyTap.of(wanted, fields.joined(FieldName.CONTENT_ENCODING.lower()));
    }

    @Override
    public void answer(ResponseHead head) {
        status = head.status();
        if (reader != null) {
            answerTap = tap(reader.answerBody(status), head.fields());
        }
    }

    @Override
    public void answerData(ByteBuf data) {
        if (answerTap != null && !answerTap.pass(data)) {
            answerTap = null;
        }
    }

    @Override
    public void tunnel(ResponseHead head) {
        status = head.status();
        MessageReader messages = reader == null ? null : reader.socket();
        if (messages == null) {
            over();
            return;
        }
        // The head's bytes are somebody else's from here on.
        request = request.copy();
        socketTap = WebSocketTap.of(messages, head.fields().joined(EXTENSIONS));
        if (socketTap == null) {
            over();
        }
    }

    @Override
    public void toUpstream(ByteBuf data) {
        if (socketTap != null && !socketTap.fromClient(data)) {
            over();
        }
    }

    @Override
    public void toClient(ByteBuf data) {
        if (socketTap != null && !socketTap.fromServer(data)) {
            over();
        }
    }

    // What came of it.

    @Override
    public void refused(Refusal refusal, int shown, String detail) {
        ExchangeReader told = finish();
        if (told != null) {
            log.tell(told.refused(log.now(), shown, refusal.code(), detail));
        }
    }

    @Override
    public void over() {
        ExchangeReader told = finish();
        if (told != null) {
            Instant now = log.now();
            log.tell(told.answered(now, status, log.restarting(exchange.site(), now)));
            // A tunnel's own copy is not kept for as long as the tunnel stands.
            request = exchange.request();
        }
    }

    @Override
    public void dropped() {
        finish();
    }

    private @Nullable ExchangeReader finish() {
        ExchangeReader told = reader;
        reader = null;
        if (requestTap != null) {
            requestTap.close();
            requestTap = null;
        }
        if (answerTap != null) {
            answerTap.close();
            answerTap = null;
        }
        if (socketTap != null) {
            socketTap.close();
            socketTap = null;
        }
        return told;
    }

    // What the reader sees of the request.

    @Override
    public Address client() {
        return exchange.identity().address();
    }

    @Override
    public Zone zone() {
        return exchange.identity().zone();
    }

    @Override
    public int site() {
        return exchange.site();
    }

    @Override
    public String method() {
        return request.method();
    }

    /// Made once: every reader looks at it, and each time it would be copied out of the head.
    @Override
    public String target() {
        if (target == null) {
            target = request.target();
        }
        return target;
    }

    @Override
    public @Nullable NormalPath path() {
        return exchange.pathIfKnown();
    }

    @Override
    public @Nullable String field(String name) {
        return request.fields().first(name);
    }
}
