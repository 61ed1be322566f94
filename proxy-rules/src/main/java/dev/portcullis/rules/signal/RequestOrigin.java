package dev.portcullis.rules.signal;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a page of another site may have made a browser send a request.
final class RequestOrigin {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "OPTIONS");

    private RequestOrigin() {}

    /// What a browser sends that other people's pages set to work: by all of Fetch Metadata (W3C Fetch Metadata §2),
    /// or of an older browser by `Origin`. One field alone is what anybody adds to escape notice.
    static boolean isElsewhere(RequestView request) {
        if (!isOfBrowser(request)) {
            return false;
        }
        String site = request.field("sec-fetch-site");
        String mode = request.field("sec-fetch-mode");
        String destination = request.field("sec-fetch-dest");
        if (site != null || mode != null || destination != null) {
            boolean other = "cross-site".equals(site) || "same-site".equals(site);
            return other && mode != null && destination != null;
        }
        String origin = request.field("origin");
        String host = request.field("host");
        return origin != null && host != null && !withoutPort(host).equals(hostOf(origin));
    }

    /// Other methods and `Authorization` need our leave first (WHATWG Fetch §4.8, CORS-preflight), and a browser
    /// sends `\` in a path as `/` (WHATWG URL §4.4).
    private static boolean isOfBrowser(RequestView request) {
        String agent = request.field("user-agent");
        return METHODS.contains(request.method())
                && agent != null
                && agent.startsWith("Mozilla/")
                && request.field("authorization") == null
                && !hasBackslash(request.target());
    }

    private static boolean hasBackslash(String target) {
        int backslash = target.indexOf('\\');
        int query = target.indexOf('?');
        return backslash >= 0 && (query < 0 || backslash < query);
    }

    /// Empty for what has none, such as `Origin: null` (RFC 6454 §7.3).
    private static @Nullable String hostOf(String url) {
        int from = url.indexOf("://");
        if (from < 0) {
            return null;
        }
        int end = from + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return withoutPort(url.substring(from + 3, end));
    }

    /// One host's ports are not told apart: behind a port forwarding they need not agree.
    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        return (port ? host.substring(0, colon) : host).strip().toLowerCase(Locale.ROOT);
    }
}
