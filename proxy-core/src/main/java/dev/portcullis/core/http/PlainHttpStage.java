package dev.portcullis.core.http;

import dev.portcullis.core.HttpChallenges;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.rules.path.Target;
import dev.portcullis.rules.route.HostTable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything that happens on `listen.http`: HTTP-01 answers (RFC 8555 §8.3) and redirects to https, nothing else.
///
/// *Reads* the request's head. *Refuses with* a close for hosts that are not ours and for paths that are
/// ambiguous: what answers for every name helps only those who look for names. A banned client gets no
/// redirect; a challenge is always answered, for validation must not depend on bans. Of a connection that was only
/// spared for the sake of a validation, nothing but a pending challenge is answered.
public final class PlainHttpStage implements ExchangeStart {

    private static final String CHALLENGE = "/.well-known/acme-challenge/";
    private static final int LONGEST_TOKEN = 256;

    private final HostTable hosts;
    private final HttpChallenges challenges;
    private final int httpsPort;
    private final Predicate<ClientConnection> turnedAway;
    private final Refused refused;

    /// Is told of every refusal.
    public interface Refused {
        void refused(ClientConnection connection, Refusal refusal);
    }

    /// @param httpsPort where the redirect leads; 443 is left out of it
    /// @param turnedAway whether the connection's client is banned
    public PlainHttpStage(
            HostTable hosts,
            HttpChallenges challenges,
            int httpsPort,
            Predicate<ClientConnection> turnedAway,
            Refused refused) {
        this.turnedAway = turnedAway;
        this.hosts = hosts;
        this.challenges = challenges;
        this.httpsPort = httpsPort;
        this.refused = refused;
    }

    @Override
    public void begin(Exchange exchange) {
        RequestHead request = exchange.request();
        String target = request.target();
        boolean challenge = target.startsWith(CHALLENGE);
        if (exchange.connection().spared() != null) {
            spared(exchange, challenge ? target.substring(CHALLENGE.length()) : "");
            return;
        }
        if (!challenge && turnedAway.test(exchange.connection())) {
            exchange.client().abort();
            return;
        }
        boolean clean = Target.parse(request.fields().octets(), request.targetFrom(), request.targetTo())
                instanceof Target.Accepted;
        if (!clean) {
            refuse(exchange, Refusal.PATH);
        } else if (challenge) {
            challenge(exchange, target.substring(CHALLENGE.length()));
        } else if (hosts.siteOf(request.host()) < 0) {
            refuse(exchange, Refusal.MISDIRECTED);
        } else {
            redirect(exchange, target);
        }
    }

    private void challenge(Exchange exchange, String token) {
        LocalAnswer answer = keyAuthorization(token)
                .map(text -> proof(text, false))
                .orElseGet(() -> LocalAnswer.text(404, "Not Found", Map.of(), false));
        exchange.client().answer(answer);
    }

    private void spared(Exchange exchange, String token) {
        Optional<String> text = keyAuthorization(token);
        if (text.isPresent()) {
            exchange.connection().validates();
            exchange.client().answer(proof(text.get(), true));
        } else {
            exchange.client().abort();
        }
    }

    private Optional<String> keyAuthorization(String token) {
        return isToken(token) ? challenges.keyAuthorization(token) : Optional.empty();
    }

    private static LocalAnswer proof(String text, boolean close) {
        return new LocalAnswer(200, "OK", "application/octet-stream", text, Map.of(), close);
    }

    private static boolean isToken(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '-' && c != '_') {
                return false;
            }
        }
        return !token.isEmpty() && token.length() <= LONGEST_TOKEN;
    }

    private void redirect(Exchange exchange, String target) {
        String authority = exchange.request().authority();
        String host = authority.substring(0, HostField.hostEnd(authority));
        String port = httpsPort == 443 ? "" : ":" + httpsPort;
        Map<String, String> location = Map.of("Location", "https://" + host + port + target);
        exchange.client().answer(LocalAnswer.text(308, "Use https.", location, false));
    }

    private void refuse(Exchange exchange, Refusal refusal) {
        refused.refused(exchange.connection(), refusal);
        exchange.client().abort();
    }

    @Override
    public boolean mayBlameClient(String target) {
        return true;
    }

    @Override
    public void refused(ClientConnection connection, @Nullable Exchange exchange, Refusal refusal, int status) {
        if (connection.spared() == null) {
            refused.refused(connection, refusal);
        }
    }

    // Nothing is relayed here, so there are no tunnels.

    @Override
    public void tunnelOpened() {}

    @Override
    public void tunnelClosed() {}
}
