package dev.portcullis.core;

/// Heads of requests to the test's site.
final class Requests {

    static final String WEBSOCKET_KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    static final String WEBSOCKET_ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private Requests() {}

    /// A head; the connection lives on.
    ///
    /// @param line method and target
    static String keeping(String line, String... fields) {
        StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: " + TestProxy.HOST + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /// A head after whose answer the connection ends.
    static String closing(String line, String... fields) {
        String head = keeping(line, fields);
        return head.substring(0, head.length() - 2) + "Connection: close\r\n\r\n";
    }

    /// A WebSocket's opening handshake, the example of RFC 6455 §1.3.
    static String webSocket(String target, String... fields) {
        String head = keeping(
                "GET " + target,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: " + WEBSOCKET_KEY);
        StringBuilder more = new StringBuilder();
        for (String field : fields) {
            more.append(field).append("\r\n");
        }
        return head.substring(0, head.length() - 2) + more + "\r\n";
    }

    /// The answer that opens the tunnel.
    static String switching(String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " + WEBSOCKET_ACCEPT + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }
}
