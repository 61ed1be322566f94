package dev.portcullis.rules.signal;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.Target;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request as a test writes it down.
record Sent(int site, String method, String target, Map<String, String> fields) implements RequestView {

    static final Address CLIENT = Address.parse("203.0.113.7").orElseThrow();

    static Sent get(String target) {
        return of("GET", target);
    }

    static Sent post(String target) {
        return of("POST", target);
    }

    static Sent of(String method, String target) {
        return new Sent(House.HOME, method, target, Map.of("host", "ha.example.org"));
    }

    Sent at(int other) {
        return new Sent(other, method, target, fields);
    }

    Sent with(String name, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(name, value);
        return new Sent(site, method, target, more);
    }

    Sent bearer(String token) {
        return with("authorization", "Bearer " + token);
    }

    Sent form() {
        return with("content-type", "application/x-www-form-urlencoded");
    }

    @Override
    public Address client() {
        return CLIENT;
    }

    @Override
    public Zone zone() {
        return Zone.INTERNET;
    }

    @Override
    public @Nullable NormalPath path() {
        byte[] octets = target.getBytes(StandardCharsets.ISO_8859_1);
        return switch (Target.parse(octets, 0, octets.length)) {
            case Target.Accepted accepted -> accepted.path();
            case Target.Refused _ -> null;
        };
    }

    @Override
    public @Nullable String field(String name) {
        return fields.get(name);
    }
}
