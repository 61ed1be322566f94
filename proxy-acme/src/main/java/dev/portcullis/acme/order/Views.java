package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.AcmeUtils;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.toolbox.JoseUtils;

/// Reads an authority's objects; throws [AcmeProtocolException] where they are not what RFC 8555 says.
final class Views {

    private static final int MOST_AUTHORIZATIONS = 1000;
    private static final int MOST_CHALLENGES = 100;

    private final Problems problems;

    Views(Problems problems) {
        this.problems = problems;
    }

    static Directory directory(Metadata meta, boolean renewalInfo) {
        return new Directory(
                meta.getJSON().get("termsOfService").map(JSON.Value::asString).orElse(""),
                meta.isExternalAccountRequired(),
                renewalInfo,
                meta.getProfiles());
    }

    OrderView order(URI url, JSON order, Optional<Instant> askAgain) {
        List<URI> authorizations = order.get("authorizations").asArray().stream()
                .limit(MOST_AUTHORIZATIONS)
                .map(JSON.Value::asURI)
                .toList();
        Optional<AcmeTrouble> error = order.get("error")
                .map(value -> problems.ofOrder("order at " + url.getHost(), ProblemDocument.of(value.asObject())));
        return new OrderView(
                url,
                orderStatus(order),
                order.get("expires").map(JSON.Value::asInstant),
                authorizations,
                error,
                askAgain);
    }

    private static OrderView.Status orderStatus(JSON order) {
        String status = order.get("status").asString();
        return switch (status) {
            case "pending" -> OrderView.Status.PENDING;
            case "ready" -> OrderView.Status.READY;
            case "processing" -> OrderView.Status.PROCESSING;
            case "valid" -> OrderView.Status.VALID;
            case "invalid" -> OrderView.Status.INVALID;
            default -> throw new AcmeProtocolException("an order of the status " + status);
        };
    }

    AuthorizationView authorization(URI url, JSON authorization, Login login, Optional<Instant> askAgain) {
        String name = authorization.get("identifier").asObject().get("value").asString();
        List<Offer> offers = new ArrayList<>();
        authorization.get("challenges").asArray().stream()
                .limit(MOST_CHALLENGES)
                .map(JSON.Value::asObject)
                .forEach(challenge -> offer(challenge, name, login).ifPresent(offers::add));
        return new AuthorizationView(
                url,
                name,
                authorization.get("wildcard").map(JSON.Value::asBoolean).orElse(false),
                authorizationStatus(authorization),
                offers,
                askAgain);
    }

    private static AuthorizationView.Status authorizationStatus(JSON authorization) {
        String status = authorization.get("status").asString();
        return switch (status) {
            case "pending" -> AuthorizationView.Status.PENDING;
            case "valid" -> AuthorizationView.Status.VALID;
            case "invalid", "deactivated", "expired", "revoked" -> AuthorizationView.Status.INVALID;
            default -> throw new AcmeProtocolException("an authorization of the status " + status);
        };
    }

    private Optional<Offer> offer(JSON challenge, String name, Login login) {
        return ChallengeType.of(challenge.get("type").asString()).map(type -> {
            String token = challenge.get("token").asString();
            // It becomes part of a path and of a file name; RFC 8555 §8.1 allows these characters only.
            if (token.isEmpty() || !AcmeUtils.isValidBase64Url(token)) {
                throw new AcmeProtocolException("a token that is not base64url");
            }
            String thumbprint = AcmeUtils.base64UrlEncode(
                    JoseUtils.thumbprint(login.getKeyPair().getPublic()));
            Optional<AcmeTrouble> error = challenge
                    .get("error")
                    .map(value -> problems.ofValidation(
                            type.key() + " for " + name, type, ProblemDocument.of(value.asObject())));
            return new Offer(
                    challenge.get("url").asURI(),
                    type,
                    token,
                    token + "." + thumbprint,
                    !"pending".equals(challenge.get("status").asString()),
                    error);
        });
    }
}
