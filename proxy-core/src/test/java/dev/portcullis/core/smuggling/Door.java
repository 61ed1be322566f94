package dev.portcullis.core.smuggling;

import java.io.IOException;

/// What stands before an upstream: the proxy, or a relay that shows what the suite can see.
interface Door extends AutoCloseable {

    /// A connection of a client.
    Link open() throws IOException;

    /// Sends a case on a connection of its own.
    ///
    /// @return what came back, as an HTTP/1 client would see it
    default String play(Case played) throws IOException {
        try (Link link = open()) {
            link.write(played.octets());
            link.endOutput();
            return link.readToEnd();
        }
    }

    @Override
    void close();

    /// The real proxy, over TLS.
    static Door proxy(int upstream) {
        return new ProxyDoor(upstream);
    }
}
