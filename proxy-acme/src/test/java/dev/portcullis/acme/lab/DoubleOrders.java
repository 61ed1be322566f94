package dev.portcullis.acme.lab;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/// The orders of one double, their authorizations and certificates.
///
/// Everything is done at once: an order never stays at `processing`.
final class DoubleOrders {

    private static final List<String> TYPES = List.of("tls-alpn-01", "http-01", "dns-01", "carrier-pigeon-01");

    private final AcmeDouble authority;
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Map<String, Authorization> authorizations = new LinkedHashMap<>();
    private final Set<String> replaced = new HashSet<>();
    private int serial;

    DoubleOrders(AcmeDouble authority) {
        this.authority = authority;
    }

    synchronized Reply create(Jws request, Instant now) {
        String replaces = String.valueOf(request.payload().getOrDefault("replaces", ""));
        if (!replaces.isEmpty() && !replaced.add(replaces)) {
            return Reply.problem(409, "alreadyReplaced", "cannot indicate an order replaces " + replaces);
        }
        Order order = new Order(Integer.toString(++serial), now.plus(Duration.ofDays(7)));
        for (Object each : (List<?>) request.payload().get("identifiers")) {
            Map<?, ?> identifier = (Map<?, ?>) each;
            String name = String.valueOf(identifier.get("value"));
            order.names.add(name);
            Authorization authorization =
                    new Authorization(order, Integer.toString(++serial), String.valueOf(identifier.get("type")), name);
            authorizations.put(authorization.id, authorization);
            order.authorizations.add(authorization);
        }
        orders.put(order.id, order);
        return Reply.json(201, order.json()).with("Location", url(Call.ORDER, order.id));
    }

    synchronized Reply order(String id) {
        return Optional.ofNullable(orders.get(id))
                .map(order -> Reply.json(200, order.json()))
                .orElseGet(() -> Reply.problem(404, "malformed", "no such order"));
    }

    synchronized Reply authorization(String id) {
        return Optional.ofNullable(authorizations.get(id))
                .map(authorization -> Reply.json(200, authorization.json()))
                .orElseGet(() -> Reply.problem(404, "malformed", "no such authorization"));
    }

    /// @param path `<authorization>/<type>`
    synchronized Reply challenge(String path, Jws request) {
        int slash = path.indexOf('/');
        Authorization authorization = authorizations.get(path.substring(0, slash));
        String type = path.substring(slash + 1);
        if (authorization.status.equals("pending")) {
            String keyAuthorization = authorization.token + "." + request.thumbprint();
            authorization.judged(type, authority.judge().check(authorization.name, type, keyAuthorization));
        }
        return Reply.json(200, authorization.challenge(type));
    }

    synchronized Reply finish(String id, Jws request, Instant now) {
        Order order = orders.get(id);
        if (!order.status.equals("ready")) {
            return Reply.problem(403, "orderNotReady", "the order is " + order.status);
        }
        try {
            byte[] csr = Base64.getUrlDecoder()
                    .decode(String.valueOf(request.payload().get("csr")));
            PublicKey key = new JcaPKCS10CertificationRequest(csr).getPublicKey();
            Instant from = now.minus(Duration.ofHours(1));
            order.leaf = authority.ca().issue(key, order.names, from, from.plus(authority.lifetime()));
            order.alternate = authority.otherCa().issue(key, order.names, from, from.plus(authority.lifetime()));
            order.status = "valid";
        } catch (GeneralSecurityException | IOException | RuntimeException broken) {
            return Reply.problem(400, "badCSR", String.valueOf(broken.getMessage()));
        }
        return Reply.json(200, order.json());
    }

    /// @param path `<order>`, or `<order>/1` for the alternate chain
    synchronized Reply certificate(String path) {
        boolean alternate = path.endsWith("/1");
        Order order = orders.get(alternate ? path.substring(0, path.length() - 2) : path);
        String pem = alternate
                ? LabCa.pem(order.alternate, authority.otherCa().root())
                : LabCa.pem(order.leaf, authority.ca().root());
        Reply reply = new Reply(200, "application/pem-certificate-chain", Map.of(), pem);
        return alternate ? reply : reply.with("Link", "<" + url(Call.CERTIFICATE, order.id) + "/1>;rel=\"alternate\"");
    }

    private String url(Call call, String id) {
        return authority.url(call) + "/" + id;
    }

    private final class Order {
        private final String id;
        private final Instant expires;
        private final List<String> names = new ArrayList<>();
        private final List<Authorization> authorizations = new ArrayList<>();
        private String status = "pending";
        private X509Certificate leaf;
        private X509Certificate alternate;

        private Order(String id, Instant expires) {
            this.id = id;
            this.expires = expires;
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("status", status);
            json.put("expires", expires.toString());
            json.put(
                    "identifiers",
                    authorizations.stream().map(Authorization::identifier).toList());
            json.put(
                    "authorizations",
                    authorizations.stream()
                            .map(each -> url(Call.AUTHORIZATION, each.id))
                            .toList());
            json.put("finalize", url(Call.FINALIZE, id));
            if (status.equals("valid")) {
                json.put("certificate", url(Call.CERTIFICATE, id));
            }
            return json;
        }
    }

    private final class Authorization {
        private final Order order;
        private final String id;
        private final String kind;
        private final String name;
        private final String token;
        private String status = "pending";
        private String tried = "";
        private Optional<Reply> error = Optional.empty();

        private Authorization(Order order, String id, String kind, String name) {
            this.order = order;
            this.id = id;
            this.kind = kind;
            this.name = name;
            this.token = "token-" + id + "-0123456789abcdef";
        }

        private void judged(String type, Optional<Reply> objection) {
            tried = type;
            error = objection;
            status = objection.isEmpty() ? "valid" : "invalid";
            if (objection.isPresent()) {
                order.status = "invalid";
            } else if (order.authorizations.stream().allMatch(each -> each.status.equals("valid"))) {
                order.status = "ready";
            }
        }

        private Map<String, Object> identifier() {
            return Map.of("type", kind, "value", name.startsWith("*.") ? name.substring(2) : name);
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("identifier", identifier());
            json.put("status", status);
            json.put("wildcard", name.startsWith("*."));
            json.put("challenges", TYPES.stream().map(this::challenge).toList());
            return json;
        }

        private Map<String, Object> challenge(String type) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", type);
            json.put("url", url(Call.CHALLENGE, id) + "/" + type);
            json.put("token", token);
            json.put("status", type.equals(tried) ? status : "pending");
            if (type.equals(tried) && error.isPresent()) {
                try {
                    json.put("error", JsonUtil.parseJson(error.get().body()));
                } catch (JoseException e) {
                    throw new AssertionError(e);
                }
            }
            return json;
        }
    }
}
