package dev.portcullis.core.upstream;

import dev.portcullis.core.ProxyConfig.Site;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RefusalListener;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.ResponseHead;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One site's way to its upstream, on one event loop.
public final class SiteRelay {

    private final Site site;
    private final UpstreamPool pool;
    private final UpstreamHealth health;
    private final ForwardedHeaders headers;
    private final RefusalListener refused;
    private final @Nullable String hsts;

    public SiteRelay(Site site, UpstreamPool pool, UpstreamHealth health, HeadWriter writer, RefusalListener refused) {
        this.refused = refused;
        this.site = site;
        this.pool = pool;
        this.health = health;
        this.headers = new ForwardedHeaders(writer);
        this.hsts = site.hsts().isZero() ? null : "max-age=" + site.hsts().toSeconds();
    }

    /// Relays a request that policy let through.
    ///
    /// @param ruleLimit the rule's limit on the body, which goes before the site's
    /// @param identity whether to ask for an answer without content coding
    public void relay(Exchange exchange, OptionalLong ruleLimit, boolean identity) {
        OptionalLong limit = ruleLimit.isPresent() ? ruleLimit : site.maxBody();
        if (limit.isPresent() && exchange.request().contentLength() > limit.getAsLong()) {
            refuse(exchange, Refusal.BODY_SIZE);
        } else {
            new RequestRelay(exchange, this, limit, identity).start();
        }
    }

    /// Refuses in the middle of things.
    void refuse(Exchange exchange, Refusal refusal) {
        refused.refused(exchange, refusal);
        exchange.refuse(refusal, refusal.reason());
    }

    UpstreamPool pool() {
        return pool;
    }

    UpstreamHealth health() {
        return health;
    }

    ForwardedHeaders headers() {
        return headers;
    }

    @Nullable
    String hsts() {
        return hsts;
    }

    /// Whether the answer is one of those that Home Assistant gives while it starts or stops.
    boolean excusesItself(ResponseHead head) {
        return site.homeAssistant() && (head.status() == 502 || head.status() == 503);
    }

    /// Whether our own 503 takes the answer's place: Home Assistant (or a proxy before it) answers 502 or 503 while it
    /// starts or stops. A 503 that no browser shows is left as it is: so does a camera say that it is off.
    boolean isRestarting(ResponseHead head, RequestHead request) {
        return site.homeAssistant() && (head.status() == 502 || (head.status() == 503 && wantsPage(request)));
    }

    /// What the client is told when there is no answer to relay.
    LocalAnswer unavailable(UpstreamFailure failure, Exchange exchange) {
        Refusal refusal = failure.refusal();
        refused.refused(exchange, refusal);
        if (refusal.status() != 503) {
            return LocalAnswer.refusal(refusal, refusal.reason(), false);
        }
        Map<String, String> retry = Map.of("Retry-After", "5");
        return refusal == Refusal.UPSTREAM_DOWN && wantsPage(exchange.request())
                ? LocalAnswer.of(503, "text/html; charset=utf-8", WaitingPage.HTML, retry, false)
                : LocalAnswer.text(503, refusal.code() + ": " + refusal.reason(), retry, false);
    }

    private static boolean wantsPage(RequestHead request) {
        String accept = request.fields().first(FieldName.ACCEPT);
        return accept != null
                && accept.toLowerCase(Locale.ROOT).contains("text/html")
                && (request.method().equals("GET") || request.isHead());
    }
}
