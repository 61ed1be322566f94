package dev.portcullis.core.http;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.tally.RequestTally;
import dev.portcullis.rules.path.NormalPath;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request and its answer, whatever the protocol that carries them.
///
/// The stages fill it in from the top; the relays then run it. Used on the client's event loop only.
public final class Exchange extends RequestTally {

    private final ClientStream client;
    private final ClientConnection connection;
    private final RequestHead request;
    private ClientIdentity identity;
    private int site = -1;
    private @Nullable NormalPath path;
    private int queryFrom;
    private RequestSink sink = Discard.SINK;
    private @Nullable ExchangeObserver observer;

    public Exchange(ClientStream client, ClientConnection connection, RequestHead request) {
        this.client = client;
        this.connection = connection;
        this.request = request;
        this.identity = connection.identity();
    }

    public ClientStream client() {
        return client;
    }

    public ClientConnection connection() {
        return connection;
    }

    public RequestHead request() {
        return request;
    }

    public ClientIdentity identity() {
        return identity;
    }

    public void identity(ClientIdentity derived) {
        identity = derived;
    }

    /// Index of the site that the Host field names; -1 until it is known.
    public int site() {
        return site;
    }

    public void site(int index) {
        site = index;
    }

    /// The path that was judged and will be forwarded.
    public NormalPath path() {
        return Objects.requireNonNull(path, "path: asked for before the Normaliser ran");
    }

    /// The same; null before the [Normaliser] ran.
    public @Nullable NormalPath pathIfKnown() {
        return path;
    }

    /// Where the query begins, its `?` included; the target's end if there is none.
    public int queryFrom() {
        return queryFrom;
    }

    public void path(NormalPath normal, int queryStart) {
        path = normal;
        queryFrom = queryStart;
    }

    /// Where the request's body goes.
    public RequestSink sink() {
        return sink;
    }

    public void sink(RequestSink next) {
        sink = next;
    }

    /// Who looks at it.
    public ExchangeObserver observer() {
        return observer == null ? ExchangeObserver.NOBODY : observer;
    }

    /// Whether it was settled who looks at it.
    public boolean observed() {
        return observer != null;
    }

    public void observer(ExchangeObserver looking) {
        observer = looking;
    }

    /// Refuses the request: an answer if the refusal has a status, otherwise nothing.
    public void refuse(Refusal refusal, String detail) {
        sink = Discard.SINK;
        if (refusal.status() == 0) {
            client.abort();
        } else {
            client.answer(LocalAnswer.refusal(refusal, detail, true));
        }
    }

    /// For bodies that nobody wants (any more).
    private enum Discard implements RequestSink {
        SINK;

        @Override
        public void data(ByteBuf data) {
            data.release();
        }

        @Override
        public void end(Fields trailers) {}

        @Override
        public void flush() {}

        @Override
        public void clientWritable() {}

        @Override
        public void clientGone() {}

        @Override
        public void clientEnded() {}

        @Override
        public void stopping() {}
    }
}
