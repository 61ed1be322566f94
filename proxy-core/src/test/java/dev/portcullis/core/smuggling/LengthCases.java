package dev.portcullis.core.smuggling;

import java.util.List;

/// Content-Length in every form but the one, and bodies where many do not look for one (CL.0).
final class LengthCases {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    /// `N` stands for the number of bytes that follow.
    private static final List<String> FORMS = List.of(
            "Content-Length: ",
            "Content-Length: +N",
            "Content-Length: -N",
            "Content-Length: -0",
            "Content-Length: 0N",
            "Content-Length: 00",
            "Content-Length: 0xN",
            "Content-Length: Nx",
            "Content-Length: xN",
            "Content-Length: N N",
            "Content-Length: N,N",
            "Content-Length: 0, N",
            "Content-Length: N, 0",
            "Content-Length: N,",
            "Content-Length: ,N",
            "Content-Length: N;",
            "Content-Length: N.0",
            "Content-Length: Ne0",
            "Content-Length: 0_N",
            "Content-Length: 0'N",
            "Content-Length: \"N\"",
            "Content-Length: five",
            "Content-Length: N\u00a0",
            "Content-Length: \u00a0N",
            "Content-Length: \u00b2",
            "Content-Length: 1000000000000000000",
            "Content-Length: 9223372036854775808",
            "Content-Length: 18446744073709551616",
            "Content-Length: 18446744073709551621",
            "Content-Length: 99999999999999999999999999999999999",
            "Content-Length: N\r\nContent-Length: N",
            "Content-Length: N\r\nContent-Length: 0",
            "Content-Length: 0\r\ncontent-length: N",
            "Content-Length: 0\r\nContent_Length: N",
            "Content_Length: N",
            "content_length: N",
            "Content-Length : N",
            "Content-Length\u0000: N",
            "Content-Length: N\u0000",
            "Content-Length: \u000bN",
            "Content-Length: \r\n N",
            " Content-Length: N",
            "X: y\nContent-Length: N",
            "X: y\rContent-Length: N",
            "Content Length: N");

    private LengthCases() {}

    static List<Case> cases() {
        Cases cases = new Cases();
        String number = Integer.toString(Case.SMUGGLED.length());
        for (String form : FORMS) {
            for (String method : METHODS) {
                cases.refused(method + " " + form, head(method, form.replace("N", number)) + Case.SMUGGLED);
            }
        }
        return cases.list();
    }

    /// Bodies of every method are bodies: nothing in them is a request.
    static List<Case> bodies() {
        Cases cases = new Cases();
        int size = Case.SMUGGLED.length();
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")) {
            String whole = head(method, "Content-Length: " + size) + Case.SMUGGLED;
            cases.passed(method + " with a length", whole, method, Case.SMUGGLED);
            String chunks = Integer.toHexString(size) + "\r\n" + Case.SMUGGLED + "\r\n0\r\n\r\n";
            cases.passed(
                    method + " with chunks",
                    head(method, "Transfer-Encoding: chunked") + chunks,
                    method,
                    Case.SMUGGLED);
            // The client's next request is judged by itself.
            cases.passed(method + " without", head(method) + Case.SMUGGLED, method, "");
            cases.passed(method + " with 0", head(method, "Content-Length: 0") + Case.SMUGGLED, method, "");
            cases.passed(method + " with less", head(method, "Content-Length: 2") + "hi" + Case.SMUGGLED, method, "hi");
            cases.cut(method + " cut", head(method, "Content-Length: " + (size + 1)) + Case.SMUGGLED, method);
            cases.cut(method + " cut in a chunk", head(method, "Transfer-Encoding: chunked") + "2\r\nh", method);
        }
        return cases.list();
    }

    private static String head(String method, String... fields) {
        return Case.head(method + " " + Case.TARGET + " HTTP/1.1", fields);
    }
}
