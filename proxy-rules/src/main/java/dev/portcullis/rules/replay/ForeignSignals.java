package dev.portcullis.rules.replay;

import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.ProbeCatalog;
import dev.portcullis.rules.signal.RequestTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a status and a path alone can show: less than live traffic does.
///
/// A wrong password is answered with 200 by Home Assistant, so such logs do not show one. They do not show tokens
/// either: all tokens of one client count as one, for a phone with a stale token is far likelier than a guesser.
final class ForeignSignals {

    private static final Duration RESTART = Duration.ofMinutes(2);
    private static final int LONGEST_PATH = 512;
    private static final int LONGEST_AGENT = 200;
    private static final String FLOW = "/auth/login_flow";
    private static final List<String> MEDIA =
            List.of("/api/camera_proxy", "/api/image_proxy/", "/api/media_player_proxy/");

    /// A browser asks for these on its own, or after an update of the front end.
    private static final List<String> NO_NEWS = List.of(
            "/frontend_latest/",
            "/frontend_es5/",
            "/static/",
            "/hacsfiles/",
            "/local/",
            "/api/hls/",
            "/.well-known/",
            "/favicon",
            "/apple-touch-icon",
            "/robots.txt",
            "/service_worker.js",
            "/sw-");

    private final ProbeCatalog catalog;
    private final UnaryOperator<String> scrub;
    private @Nullable Instant trouble;

    /// @param scrub takes secrets out of a path without query
    ForeignSignals(ProbeCatalog catalog, UnaryOperator<String> scrub) {
        this.catalog = catalog;
        this.scrub = scrub;
    }

    /// Lines are given in the order of the log: an upstream that is away now explains what fails soon after.
    Observation read(ForeignRequest request, Zone zone) {
        if (request.status() >= 502 && request.status() <= 504) {
            trouble = request.at();
        }
        String target = request.target();
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        Outcome outcome = outcome(request, path);
        return new Observation(
                request.at(),
                request.client(),
                zone.name(),
                "",
                new RequestTrace(
                        request.method(),
                        cut(scrub.apply(path), LONGEST_PATH),
                        cut(request.agent(), LONGEST_AGENT),
                        false),
                new Observation.Answer(request.status(), "", "", isRestarting(request.at())),
                outcome,
                credential(request, outcome),
                "",
                families(request, target, query),
                List.of());
    }

    private boolean isRestarting(Instant at) {
        return trouble != null && Duration.between(trouble, at).abs().compareTo(RESTART) <= 0;
    }

    private Outcome outcome(ForeignRequest request, String path) {
        boolean media = MEDIA.stream().anyMatch(path::startsWith);
        return switch (request.status()) {
            case 200 -> isPost(request, path, "/auth/token") ? Outcome.TOKEN_OK : Outcome.NONE;
            case 400 -> badRequest(request, path);
            case 401 -> denied(request, media);
            case 403 -> path.startsWith(FLOW) ? Outcome.LOGIN_BLOCKED : media ? denied(request, true) : Outcome.NONE;
            case 404 -> notFound(request, path);
            default -> Outcome.NONE;
        };
    }

    private Outcome badRequest(ForeignRequest request, String path) {
        if (isPost(request, path, "/auth/token")) {
            return Outcome.BAD_TOKEN_REQUEST;
        }
        if (request.method().equals("POST") && path.startsWith(FLOW)) {
            return Outcome.MALFORMED_LOGIN;
        }
        List<String> smuggled = smuggled(request);
        boolean filtered = smuggled.contains("traversal") || smuggled.contains("sqli") || smuggled.contains("xss");
        return filtered ? Outcome.FILTERED : Outcome.NONE;
    }

    private static Outcome denied(ForeignRequest request, boolean media) {
        if (request.target().contains("authSig=")) {
            return Outcome.BAD_SIGNATURE;
        }
        if (media && request.target().contains("token=")) {
            return Outcome.BAD_MEDIA_TOKEN;
        }
        return request.user().isEmpty() ? Outcome.NO_CREDENTIAL : Outcome.DENIED;
    }

    private static Outcome notFound(ForeignRequest request, String path) {
        if (request.method().equals("POST") && path.startsWith(FLOW + "/")) {
            return Outcome.UNKNOWN_FLOW;
        }
        boolean noNews = path.endsWith(".map") || NO_NEWS.stream().anyMatch(path::startsWith);
        return noNews ? Outcome.NONE : Outcome.NOT_FOUND;
    }

    private static boolean isPost(ForeignRequest request, String path, String endpoint) {
        return request.method().equals("POST") && path.equals(endpoint);
    }

    private static Credential credential(ForeignRequest request, Outcome outcome) {
        return outcome == Outcome.BAD_TOKEN_REQUEST || outcome == Outcome.TOKEN_OK
                ? new Credential(Credential.Kind.REFRESH_TOKEN, List.of("any token of " + request.client()), false)
                : Credential.NONE;
    }

    /// Of what was answered with success the path is somebody's own business: the log may be of other sites too.
    private List<String> families(ForeignRequest request, String target, int query) {
        if (request.method().isEmpty()) {
            return request.status() == 400 ? list(catalog.refusal("request-line", "")) : List.of();
        }
        if (request.status() >= 200 && request.status() < 300) {
            return families(request, query < 0 ? "/" : "/" + target.substring(query));
        }
        List<String> families = new ArrayList<>(smuggled(request));
        boolean otherForm = !target.startsWith("/") && !target.equals("*");
        if (otherForm && !request.method().equals("CONNECT")) {
            families.addAll(list(catalog.refusal("target-form", "")));
        }
        return families;
    }

    private List<String> smuggled(ForeignRequest request) {
        return families(request, request.target());
    }

    private List<String> families(ForeignRequest request, String target) {
        return catalog.families(
                request.method(), target, request.agent(), name -> name.equals("referer") ? request.referer() : null);
    }

    private static List<String> list(Optional<String> family) {
        return family.map(List::of).orElse(List.of());
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
