package dev.portcullis.core.upstream;

import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.core.http.WebSocketHandshake;
import io.netty.buffer.ByteBuf;

/// Carries the upstream's answer to the client: informational heads, head, body with back-pressure, trailers.
///
/// *Reads* one answer. *Passes on* all of it but hop-by-hop fields. *Refuses with* 503 in place of a restarting
/// Home Assistant's 502 and 503, and 502 for an answer that is no answer.
final class ResponseRelay implements UpstreamListener {

    private final Exchange exchange;
    private final ClientStream client;
    private final SiteRelay site;
    private final RequestRelay request;
    private final UpstreamConnection connection;
    private boolean begun;

    ResponseRelay(Exchange exchange, SiteRelay site, RequestRelay request, UpstreamConnection connection) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.site = site;
        this.request = request;
        this.connection = connection;
    }

    @Override
    public void informational(ResponseHead head) {
        client.informational(head);
    }

    @Override
    public void head(ResponseHead head) {
        if (site.excusesItself(head)) {
            site.health().excused(exchange.identity().address());
        }
        if (site.isRestarting(head, exchange.request())) {
            connection.close();
            request.failed(UpstreamFailure.UNREACHABLE, false);
            return;
        }
        site.health().answered();
        begun = true;
        request.answering();
        exchange.observer().answer(head);
        exchange.relayed(head.status());
        client.head(head, site.hsts());
    }

    @Override
    public void data(ByteBuf data) {
        exchange.observer().answerData(data);
        exchange.out(data.readableBytes());
        client.data(data);
        if (!client.writable()) {
            connection.reading(false);
        }
    }

    @Override
    public void end(Fields trailers) {
        exchange.observer().over();
        request.answered();
        client.end(trailers);
    }

    @Override
    public boolean switched(ResponseHead head) {
        if (!WebSocketHandshake.accepted(exchange.request(), head)) {
            return false;
        }
        site.health().answered();
        begun = true;
        request.answered();
        exchange.observer().tunnel(head);
        exchange.becameTunnel();
        WebSocketRelay tunnel = new WebSocketRelay(client, connection, exchange.observer(), exchange);
        connection.listener(tunnel.fromUpstream());
        exchange.sink(tunnel);
        client.tunnel(head);
        // What came right behind the client's handshake was handed on by now.
        client.reading(true);
        tunnel.flush();
        return true;
    }

    @Override
    public void tunnelEnded() {}

    @Override
    public void failed(UpstreamFailure failure, boolean again) {
        if (begun) {
            exchange.observer().over();
            request.answered();
            client.abort();
        } else {
            request.failed(failure, again);
        }
    }

    @Override
    public void readComplete() {
        client.flush();
    }

    @Override
    public void upstreamWritable() {
        request.upstreamWritable();
    }
}
