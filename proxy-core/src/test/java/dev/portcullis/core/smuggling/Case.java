package dev.portcullis.core.smuggling;

import java.util.List;

/// What a client sends on one connection, and what an upstream may see of it.
///
/// @param id stands in the target of each request, whoever finds one in the bytes
/// @param name what is special about it
/// @param octets one character for each byte
/// @param expected the requests that policy approves, as they are meant
record Case(String id, String name, String octets, Fate fate, List<Asked> expected) {

    /// What becomes of the bytes.
    enum Fate {
        /// No upstream sees any of it.
        REFUSED,
        /// An upstream may see the beginning of the request, never its end.
        CUT,
        /// The upstream sees exactly what was meant.
        PASSED
    }

    /// A request as it is meant.
    record Asked(String method, String target, String body) {}

    /// The only path that policy exposes.
    static final String PATH = "/api/known";

    /// Stands for the id wherever a case is written down; as long as an id.
    static final String ID = "c####";

    /// The exposed path, as a case's own request asks for it.
    static final String TARGET = PATH + "?" + ID;

    /// The request that policy does not approve.
    static final String SMUGGLED =
            "GET /api/smuggled-" + ID + " HTTP/1.1\r\nHost: home.test\r\nX-Forwarded-For: 127.0.0.1\r\n\r\n";

    Case {
        expected = List.copyOf(expected);
    }

    /// A head with Host, its fields each without CRLF.
    static String head(String line, String... fields) {
        StringBuilder head = new StringBuilder(line).append("\r\nHost: home.test\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /// A POST to the exposed path.
    static String post(String... fields) {
        return head("POST " + TARGET + " HTTP/1.1", fields);
    }

    @Override
    public String toString() {
        return id + " " + Escaped.text(name) + ", sent \"" + Escaped.text(octets) + '"';
    }
}
