package dev.portcullis.core.smuggling;

import java.util.List;

/// What an upstream sends in place of an answer, and what its client gets of it.
///
/// @param octets one character for each byte
record Answer(String octets, Fate fate) {

    /// What becomes of it.
    enum Fate {
        /// The client is told 502.
        REFUSED,
        /// The client can see that it has not got all.
        CUT,
        /// The client gets `fine`, whatever else there was.
        PASSED
    }

    /// What no client may ever read.
    static final String POISON = "poison";

    private static final String OTHER = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n" + POISON;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String FINE = "Content-Length: 4\r\n\r\nfine";

    static List<Answer> all() {
        return List.of(refused(), cut(), passed()).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Answer> refused() {
        return List.of(
                        OK + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        OK + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        OK + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                        OK + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                        OK + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                        OK + "Transfer_Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        OK + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
                        OK + "Content-Length: 0, 0\r\n\r\n",
                        OK + "Content-Length: +0\r\n\r\n",
                        OK + "Content-Length: 0x0\r\n\r\n",
                        OK + "Content-Length: 00\r\n\r\n",
                        OK + "Content-Length: \r\n\r\n",
                        OK + "Content-Length: 18446744073709551616\r\n\r\n",
                        OK + "Content_Length: 0\r\n\r\n",
                        OK + " Content-Length: 0\r\n\r\n",
                        OK + "X: y\r\n z\r\nContent-Length: 0\r\n\r\n",
                        OK + "X: y\rSet-Cookie: " + POISON + "\r\nContent-Length: 0\r\n\r\n",
                        OK + "X: y\nSet-Cookie: " + POISON + "\r\nContent-Length: 0\r\n\r\n",
                        OK + "X: \u0000\r\nContent-Length: 0\r\n\r\n",
                        OK + "X\r\nContent-Length: 0\r\n\r\n",
                        OK + ": y\r\nContent-Length: 0\r\n\r\n",
                        OK + "X y: z\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\n\n",
                        "HTTP/1.1 200 OK\rContent-Length: 0\r\r",
                        "HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 O\u0000K\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 O\u001bK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 +200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1\t200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200\tOK\r\nContent-Length: 0\r\n\r\n",
                        " HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "\u0000HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/0.9 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "ICY 200 OK\r\nContent-Length: 0\r\n\r\n",
                        POISON + "\r\n\r\n",
                        "<html>" + POISON + "</html>\r\n\r\n",
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                                + POISON,
                        "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 6\r\n\r\n" + POISON,
                        "HTTP/1.1 102 Processing\r\n\r\n".repeat(17) + OTHER,
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000) + OTHER)
                .stream()
                .map(octets -> new Answer(octets, Fate.REFUSED))
                .toList();
    }

    private static List<Answer> cut() {
        return List.of(
                        CHUNKED + "4\nfine\r\n0\r\n\r\n",
                        CHUNKED + "0x4\r\nfine\r\n0\r\n\r\n",
                        CHUNKED + "4 \r\nfine\r\n0\r\n\r\n",
                        CHUNKED + "4;\r\nfine\r\n0\r\n\r\n",
                        CHUNKED + "-4\r\nfine\r\n0\r\n\r\n",
                        CHUNKED + "10000000000000004\r\nfine\r\n0\r\n\r\n",
                        CHUNKED + "\r\n\r\n" + OTHER,
                        CHUNKED + "4\r\nfine\n0\r\n\r\n" + OTHER,
                        CHUNKED + "4\r\nfine0\r\n\r\n" + OTHER,
                        CHUNKED + "3\r\nfine\r\n0\r\n\r\n" + OTHER,
                        CHUNKED + "0\r\n" + OTHER,
                        CHUNKED + "0\r\nX: y\nSet-Cookie: " + POISON + "\r\n\r\n",
                        CHUNKED + "0\r\nX : y\r\n\r\n" + OTHER)
                .stream()
                .map(octets -> new Answer(octets, Fate.CUT))
                .toList();
    }

    private static List<Answer> passed() {
        return List.of(
                        OK + FINE,
                        OK + FINE + POISON,
                        OK + FINE + OTHER,
                        OK + FINE + "\r\n",
                        OK + FINE + "\u0000",
                        OK + FINE + "HTTP/1.1 103 Early Hints\r\n\r\n",
                        OK + FINE + "HTTP/1.1 100 Continue\r\n\r\n" + OTHER,
                        CHUNKED + "4\r\nfine\r\n0\r\n\r\n",
                        CHUNKED + "4\r\nfine\r\n0\r\n\r\n" + OTHER,
                        CHUNKED + "4\r\nfine\r\n0\r\n\r\n0\r\n\r\n" + OTHER,
                        CHUNKED + "4;a=\"" + POISON + "\"\r\nfine\r\n0\r\nContent-Length: 6\r\n\r\n" + OTHER,
                        "HTTP/1.1 100 Continue\r\n\r\n" + OK + FINE,
                        "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + OK + FINE,
                        "HTTP/1.1 103 Early Hints\r\nContent-Length: 6\r\n\r\n" + OK + FINE + OTHER,
                        "HTTP/1.1 102 Processing\r\n\r\n".repeat(16) + OK + FINE,
                        "HTTP/1.1 200\r\n" + FINE + OTHER,
                        OK + "Connection: close\r\n" + FINE + OTHER,
                        OK + "Connection: Content-Length\r\n" + FINE + OTHER,
                        OK + "Connection: close, Transfer-Encoding\r\n" + FINE + OTHER,
                        "HTTP/1.0 200 OK\r\n" + FINE + OTHER,
                        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + FINE + OTHER)
                .stream()
                .map(octets -> new Answer(octets, Fate.PASSED))
                .toList();
    }

    @Override
    public String toString() {
        return fate + " \"" + Escaped.text(octets) + '"';
    }
}
