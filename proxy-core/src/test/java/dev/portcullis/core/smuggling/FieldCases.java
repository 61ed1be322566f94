package dev.portcullis.core.smuggling;

import java.util.List;

/// Line ends, and field lines that two readers may take for different things (RFC 9112 §2.2, §5).
final class FieldCases {

    private static final List<String> ENDS = List.of(
            "\n",
            "\r",
            "\n\r",
            "\r\r\n",
            "\r\u0000\n",
            "\r \n",
            "\u0000\r\n",
            "\u000b\r\n",
            "\r\n\u0000",
            "\r\n\u0001");

    private FieldCases() {}

    /// One line end of a well-formed request is another.
    static List<Case> ends() {
        Cases cases = new Cases();
        String line = "POST " + Case.TARGET + " HTTP/1.1";
        String length = "Content-Length: " + Case.SMUGGLED.length();
        for (String end : ENDS) {
            String rest = "Host: home.test\r\n" + length + "\r\n\r\n" + Case.SMUGGLED;
            cases.refused("after the request line " + end, line + end + rest);
            cases.refused(
                    "after Host " + end, line + "\r\nHost: home.test" + end + length + "\r\n\r\n" + Case.SMUGGLED);
            cases.refused(
                    "after the length " + end,
                    Case.head(line, length).replaceFirst("\r\n\r\n$", "") + end + "\r\n" + Case.SMUGGLED);
            cases.refused("before a length " + end, Case.head(line, "X: y" + end + length) + Case.SMUGGLED);
            cases.refused(
                    "before an encoding " + end,
                    Case.head(line, "X: y" + end + "Transfer-Encoding: chunked", length) + "0\r\n\r\n" + Case.SMUGGLED);
            cases.refused("before a request " + end, Case.head(line, "X: y" + end + end + Case.SMUGGLED.strip()));
            if (!end.startsWith("\r\n")) {
                String open = Case.head(line, "X: y").replaceFirst("\r\n$", "");
                cases.refused("the empty line " + end, open + end + Case.SMUGGLED);
            }
        }
        // Nobody may take this for a line end (RFC 9110 §5.5).
        cases.passed("NEL", Case.post("X: y\u0085" + length) + Case.SMUGGLED, "POST", "");
        return cases.list();
    }

    static List<Case> lines() {
        Cases cases = new Cases();
        for (char c = 0; c < 0x20; c++) {
            if (c != '\t') {
                cases.refused("value with " + c, Case.post("X: a" + c + "b") + Case.SMUGGLED);
                cases.refused("value begins with " + c, Case.post("X:" + c + "b") + Case.SMUGGLED);
            }
        }
        cases.refused("value with DEL", Case.post("X: a\u007fb") + Case.SMUGGLED);
        for (char c : "\u0000\u0001\t \u000b\u000c\"(),/;<=>?@[\\]{}\u007f\u0080\u00a0\u00ff".toCharArray()) {
            cases.refused("name with " + c, Case.post("X" + c + "Y: z") + Case.SMUGGLED);
            cases.refused("name ends with " + c, Case.post("Content-Length" + c + ": 5") + Case.SMUGGLED);
            cases.refused("name begins with " + c, Case.post(c + "Transfer-Encoding: chunked") + Case.SMUGGLED);
        }
        for (String line : List.of(
                ": y",
                ":",
                ":Content-Length: 5",
                "X",
                "X y",
                "GET /api/smuggled-" + Case.ID + " HTTP/1.1",
                "X: y\r\n folded",
                "X: y\r\n\tContent-Length: 5",
                "X: y\r\n  Transfer-Encoding: chunked",
                "X:\r\n ",
                "Content_Length: 5",
                "Transfer_Encoding: chunked",
                "CONTENT_LENGTH: 5",
                "Host_: x\r\nX_Forwarded_For: 6.6.6.6",
                "X_Forwarded-For: 6.6.6.6",
                "X-Forwarded_Host: other.test",
                "X_Real_IP: 6.6.6.6",
                "Proxy_Connection: close")) {
            cases.refused("line " + line, Case.post(line) + Case.SMUGGLED);
        }
        // The first line after the request line counts as its continuation for some.
        String line = "POST " + Case.TARGET + " HTTP/1.1\r\n";
        cases.refused("folded first line", line + " Host: home.test\r\n\r\n" + Case.SMUGGLED);
        cases.refused("tab before the first field", line + "\tX: y\r\nHost: home.test\r\n\r\n" + Case.SMUGGLED);
        for (String good : List.of("X_Y: z", "X: \u00e9", "X:", "X: a\tb", "!#$%&'*+-.^_`|~: x", "X: y, z")) {
            cases.passed(good, Case.post(good) + Case.SMUGGLED, "POST", "");
        }
        return cases.list();
    }
}
