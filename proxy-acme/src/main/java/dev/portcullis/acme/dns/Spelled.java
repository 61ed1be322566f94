package dev.portcullis.acme.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;

/// Servers and failures in words.
final class Spelled {

    private static final int DNS_PORT = 53;

    private Spelled() {}

    /// `192.0.2.1`, `ns1.example.org`, and the port where it is not DNS's: `[2001:db8::1]:5353`.
    static String server(InetSocketAddress server) {
        String host = server.getHostString();
        if (server.getPort() == DNS_PORT) {
            return host;
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.getPort();
    }

    static String reason(IOException failed) {
        return switch (failed) {
            case SocketTimeoutException _ -> "no answer in time";
            case ConnectException _, PortUnreachableException _ -> "nobody listens there";
            case EOFException _ -> "the connection was closed without an answer";
            default -> {
                String message = failed.getMessage();
                yield message == null || message.isBlank() ? failed.getClass().getSimpleName() : message;
            }
        };
    }
}
