package dev.portcullis.core.smuggling;

import java.util.ArrayList;
import java.util.List;

/// CL.TE, TE.CL and TE.TE: spellings of Transfer-Encoding that somebody somewhere takes for `chunked`, or for nothing.
final class EncodingCases {

    private static final List<String> VALUES = List.of(
            "Chunked",
            "CHUNKED",
            "chunKed",
            "xchunked",
            "chunkedx",
            "chunked,",
            ",chunked",
            ", chunked",
            "chunked, chunked",
            "chunked,identity",
            "identity, chunked",
            "gzip, chunked",
            "chunked, gzip",
            "identity",
            "gzip",
            "cow",
            "",
            "\"chunked\"",
            "'chunked'",
            "chunked;",
            "chunked; q=1",
            "(chunked)",
            "chunked (x)",
            "chunked chunked",
            "chun ked",
            "chunk",
            "chunked\u00a0",
            "\u00a0chunked",
            "\u0085chunked",
            "chunked\u0085",
            "\u00a0\tchunked",
            "trailers, chunked",
            "\u000bchunked",
            "\u000cchunked",
            "chunked\u000b",
            "chunked\u0000",
            "\u0000chunked",
            "\u0001chunked",
            "chunked\u007f",
            "chunked\u001f",
            "\bchunked");

    private static final List<String> LINES = List.of(
            "Transfer-Encoding : chunked",
            "Transfer-Encoding\t: chunked",
            "Transfer-Encoding:\r\n chunked",
            "Transfer-Encoding:\r\n\tchunked",
            "Transfer-Encoding: chu\r\n nked",
            "Transfer-Encoding:\nchunked",
            "Transfer-Encoding: chunked\r",
            "X: y\nTransfer-Encoding: chunked",
            "X: y\rTransfer-Encoding: chunked",
            " Transfer-Encoding: chunked",
            "\tTransfer-Encoding: chunked",
            "Transfer_Encoding: chunked",
            "transfer_encoding: chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\ntransfer-encoding: x",
            "Transfer Encoding: chunked",
            "Transfer-Encoding\u0000: chunked",
            "\u0001Transfer-Encoding: chunked",
            "Transfer-Encoding",
            "Transfer-Encoding chunked");

    private EncodingCases() {}

    static List<String> spellings() {
        List<String> lines = new ArrayList<>(LINES);
        VALUES.forEach(value -> lines.add("Transfer-Encoding: " + value));
        return lines;
    }

    static List<Case> cases() {
        Cases cases = new Cases();
        List<String> spellings = new ArrayList<>(spellings());
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            for (String spelling : spellings) {
                alone(cases, version, spelling);
                withLength(cases, version, spelling);
            }
            withLength(cases, version, "Transfer-Encoding: chunked");
        }
        alone(cases, "HTTP/1.0", "Transfer-Encoding: chunked");
        for (String plain : List.of("Transfer-Encoding: chunked", "transfer-encoding:chunked\t ")) {
            cases.passed(plain, head("HTTP/1.1", plain) + "2\r\nhi\r\n0\r\n\r\n", "POST", "hi");
        }
        return cases.list();
    }

    private static void alone(Cases cases, String version, String spelling) {
        cases.refused(version + " alone " + spelling, head(version, spelling) + chunked(Case.SMUGGLED));
        cases.refused(version + " alone, ended " + spelling, head(version, spelling) + "0\r\n\r\n" + Case.SMUGGLED);
    }

    private static void withLength(Cases cases, String version, String spelling) {
        String ended = "0\r\n\r\n" + Case.SMUGGLED;
        String wholeLength = "Content-Length: " + ended.length();
        cases.refused(version + " CL.TE " + spelling, head(version, wholeLength, spelling) + ended);
        String chunked = chunked(Case.SMUGGLED);
        String sizeLength = "Content-Length: " + (chunked.indexOf('\n') + 1);
        cases.refused(version + " TE.CL " + spelling, head(version, spelling, sizeLength) + chunked);
    }

    private static String head(String version, String... fields) {
        return Case.head("POST " + Case.TARGET + " " + version, fields);
    }

    private static String chunked(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }
}
