package dev.portcullis.core.http1;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestSink;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Everything behind a codec: keeps what it is given, answers when the test says so.
final class Stages implements ExchangeStart {

    final List<Exchange> exchanges = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();
    int tunnels;

    /// The one target where the client must not be blamed.
    String credentials = "none";

    /// Whether every piece of a body is one too many for the upstream.
    boolean full;

    private final List<String> events = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private LocalAnswer atOnce;

    void answerAtOnce(LocalAnswer answer) {
        atOnce = answer;
    }

    ClientStream client(int exchange) {
        return exchanges.get(exchange).client();
    }

    List<String> targets() {
        return targets;
    }

    /// What the sinks of the exchanges were told, in order.
    List<String> events() {
        return events;
    }

    @Override
    public void begin(Exchange exchange) {
        exchanges.add(exchange);
        targets.add(exchange.request().target());
        exchange.sink(new Sink());
        if (atOnce != null) {
            exchange.client().answer(atOnce);
        }
    }

    @Override
    public boolean mayBlameClient(String target) {
        return !target.equals(credentials);
    }

    @Override
    public void refused(ClientConnection connection, Exchange exchange, Refusal refusal, int status) {
        refusals.add(refusal);
    }

    @Override
    public void tunnelOpened() {
        tunnels++;
    }

    @Override
    public void tunnelClosed() {
        tunnels--;
    }

    private final class Sink implements RequestSink {

        @Override
        public void data(ByteBuf data) {
            events.add("data " + data.toString(StandardCharsets.ISO_8859_1));
            data.release();
            if (full) {
                exchanges.getLast().client().reading(false);
            }
        }

        @Override
        public void end(Fields trailers) {
            events.add("end" + (trailers.count() == 0 ? "" : " " + Message.texts(trailers)));
        }

        @Override
        public void flush() {
            events.add("flush");
        }

        @Override
        public void clientWritable() {
            events.add("writable");
        }

        @Override
        public void clientGone() {
            events.add("gone");
        }

        @Override
        public void clientEnded() {
            events.add("ended");
        }

        @Override
        public void stopping() {
            events.add("stopping");
        }
    }
}
