package dev.portcullis.core.smuggling;

import dev.portcullis.core.OneWayIn;
import java.io.IOException;
import java.net.Socket;

/// The real proxy, over TLS and HTTP/1.
class ProxyDoor implements Door {

    private final OneWayIn proxy;

    ProxyDoor(int upstream) {
        this.proxy = OneWayIn.exposing(Case.PATH, upstream);
    }

    OneWayIn proxy() {
        return proxy;
    }

    @Override
    public Link open() throws IOException {
        Socket plain = proxy.plain();
        return new Link(proxy.secure(plain), plain);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
