package dev.portcullis.acme.order;

import java.net.http.HttpHeaders;
import java.util.Locale;

/// The Link headers of an answer (RFC 8288), as far as ACME needs them.
final class Links {

    private Links() {}

    /// The first target of that relation; empty for none.
    static String first(HttpHeaders headers, String relation) {
        for (String link : headers.allValues("Link")) {
            int open = link.indexOf('<');
            int close = link.indexOf('>', open + 1);
            if (open >= 0 && close > open) {
                String parameters = link.substring(close + 1).replace("\"", "").toLowerCase(Locale.ROOT);
                if (parameters.contains("rel=" + relation)) {
                    return link.substring(open + 1, close);
                }
            }
        }
        return "";
    }
}
