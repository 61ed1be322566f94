package dev.portcullis.core.upstream;

import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.RequestSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Carries one request to the upstream: head, body with back-pressure, and one second try where that is safe.
///
/// *Reads* an exchange that policy let through. *Passes on* the upstream's answer by a [ResponseRelay]. *Refuses
/// with* 502, 503, 504, and 413 once the body outgrows its limit.
final class RequestRelay implements RequestSink, UpstreamPool.Taker {

    private final Exchange exchange;
    private final ClientStream client;
    private final RequestHead request;
    private final SiteRelay site;
    private final OptionalLong bodyLimit;
    private final boolean identity;
    private @Nullable UpstreamConnection connection;
    private long received;
    private boolean chunkBegun;
    private boolean answering;
    private boolean triedAgain;
    private boolean over;

    /// @param identity whether to ask for an answer without content coding
    RequestRelay(Exchange exchange, SiteRelay site, OptionalLong bodyLimit, boolean identity) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.request = exchange.request();
        this.site = site;
        this.bodyLimit = bodyLimit;
        this.identity = identity;
    }

    void start() {
        exchange.sink(this);
        if (request.hasBody()) {
            client.reading(false);
        }
        site.pool().take(this, exchange.identity(), false);
    }

    @Override
    public void connected(UpstreamConnection upstream) {
        if (over) {
            upstream.close();
            return;
        }
        connection = upstream;
        boolean upgrade = request.upgrade() == RequestHead.Upgrade.WEBSOCKET;
        upstream.begin(
                site.headers().compose(exchange, identity, ByteBufAllocator.DEFAULT),
                request.isHead(),
                upgrade,
                new ResponseRelay(exchange, site, this, upstream));
        if (request.hasBody()) {
            client.reading(true);
        } else {
            upstream.endRequest();
        }
        // Reading on may have ended the exchange, and the connection with it.
        flush();
    }

    @Override
    public void unreachable() {
        failed(UpstreamFailure.UNREACHABLE, false);
    }

    @Override
    public void full() {
        failed(UpstreamFailure.FULL, false);
    }

    /// No answer will come from this connection, and the client has seen none of it.
    void failed(UpstreamFailure failure, boolean again) {
        connection = null;
        if (over) {
            return;
        }
        if (again && !triedAgain && request.idempotent() && !request.hasBody()) {
            triedAgain = true;
            site.pool().take(this, exchange.identity(), true);
            return;
        }
        over = true;
        client.answer(site.unavailable(failure, exchange));
    }

    /// The answer's head has been sent to the client.
    void answering() {
        answering = true;
    }

    /// The answer has ended, or broke off; nothing more of the request is wanted.
    void answered() {
        over = true;
        connection = null;
    }

    // The request's body.

    @Override
    public void data(ByteBuf data) {
        UpstreamConnection to = connection;
        if (to == null) {
            data.release();
            return;
        }
        exchange.observer().requestData(data);
        exchange.in(data.readableBytes());
        received += data.readableBytes();
        if (bodyLimit.isPresent() && received > bodyLimit.getAsLong()) {
            data.release();
            tooLarge(to);
            return;
        }
        if (request.body() == RequestHead.Body.CHUNKED) {
            to.write(site.headers().chunkHead(data.readableBytes(), !chunkBegun, ByteBufAllocator.DEFAULT));
            chunkBegun = true;
        }
        to.write(data);
        to.dueFromNow();
        if (!to.writable()) {
            client.reading(false);
        }
    }

    private void tooLarge(UpstreamConnection to) {
        over = true;
        connection = null;
        to.close();
        if (answering) {
            exchange.observer().over();
            client.abort();
        } else {
            site.refuse(exchange, Refusal.BODY_SIZE);
        }
    }

    @Override
    public void end(Fields trailers) {
        UpstreamConnection to = connection;
        if (to != null) {
            if (request.body() == RequestHead.Body.CHUNKED) {
                to.write(site.headers().lastChunk(!chunkBegun, trailers, ByteBufAllocator.DEFAULT));
            }
            to.endRequest();
        }
    }

    @Override
    public void flush() {
        if (connection != null) {
            connection.flush();
        }
    }

    void upstreamWritable() {
        client.reading(true);
        flush();
    }

    // The client.

    @Override
    public void clientWritable() {
        if (connection != null) {
            connection.reading(true);
        }
    }

    @Override
    public void clientGone() {
        over = true;
        exchange.observer().over();
        UpstreamConnection to = connection;
        connection = null;
        if (to != null) {
            to.close();
        }
    }

    @Override
    public void clientEnded() {}

    @Override
    public void stopping() {}
}
