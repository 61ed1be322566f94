package dev.portcullis.acme.lab;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/// A signed request (RFC 8555 §6.2), looked through.
///
/// @param payload empty for POST-as-GET (§6.3)
/// @param thumbprint of the key that signed it
record Jws(String url, String nonce, String kid, String thumbprint, Key key, Map<String, Object> payload) {

    /// @param accounts the key behind a `kid`
    /// @throws JoseException if it is not signed as it says
    static Jws verified(String body, Function<String, PublicJsonWebKey> accounts) throws JoseException {
        Map<String, Object> outer = JsonUtil.parseJson(body);
        String head = String.valueOf(outer.get("protected"));
        Map<String, Object> header = JsonUtil.parseJson(decoded(head));
        String kid = String.valueOf(header.getOrDefault("kid", ""));
        PublicJsonWebKey key = kid.isEmpty() ? embedded(header) : accounts.apply(kid);
        if (key == null) {
            throw new JoseException("accountDoesNotExist");
        }
        JsonWebSignature signature = new JsonWebSignature();
        signature.setCompactSerialization(head + "." + outer.get("payload") + "." + outer.get("signature"));
        signature.setKey(key.getKey());
        if (!signature.verifySignature()) {
            throw new JoseException("the signature is wrong");
        }
        String payload = signature.getPayload();
        return new Jws(
                String.valueOf(header.get("url")),
                String.valueOf(header.get("nonce")),
                kid,
                key.calculateBase64urlEncodedThumbprint("SHA-256"),
                key.getKey(),
                payload.isEmpty() ? Map.of() : JsonUtil.parseJson(payload));
    }

    @SuppressWarnings("unchecked") // What the parser returns for an object.
    private static PublicJsonWebKey embedded(Map<String, Object> header) throws JoseException {
        return PublicJsonWebKey.Factory.newPublicJwk((Map<String, Object>) header.get("jwk"));
    }

    PublicJsonWebKey jwk() throws JoseException {
        return PublicJsonWebKey.Factory.newPublicJwk(key);
    }

    /// What was signed, if one believes it.
    static Map<String, Object> unverified(String body) throws JoseException {
        String payload = decoded(String.valueOf(JsonUtil.parseJson(body).get("payload")));
        return payload.isEmpty() ? Map.of() : JsonUtil.parseJson(payload);
    }

    private static String decoded(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
