package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// What a request asks for: its parameters, and the members of its body's JSON object.
///
/// A parameter that is given wins over a member of the same name.
///
/// @param body empty where there was none
record Asked(AdminRequest request, Optional<Fields> body) {

    static final int LONGEST_TEXT = 200;

    static Asked of(AdminRequest request) throws HttpRefusal {
        if (request.body().isBlank()) {
            return new Asked(request, Optional.empty());
        }
        Optional<Fields> body = AdminJson.parse(request.body());
        if (body.isEmpty()) {
            throw bad("body: malformed (expected: one JSON object)");
        }
        return new Asked(request, body);
    }

    static HttpRefusal bad(String message) {
        return new HttpRefusal(400, message);
    }

    /// A text that is not empty, of at most 200 characters.
    Optional<String> text(String name) throws HttpRefusal {
        Optional<String> text = request.parameter(name)
                .or(() -> body.map(fields -> fields.text(name)))
                .filter(value -> !value.isEmpty());
        if (text.isPresent() && text.get().length() > LONGEST_TEXT) {
            throw bad("%s: %d characters long (expected: at most %d)"
                    .formatted(name, text.get().length(), LONGEST_TEXT));
        }
        return text;
    }

    boolean truth(String name) throws HttpRefusal {
        Optional<Boolean> member = body.flatMap(fields -> fields.truth(name));
        String text = request.parameter(name).orElse(String.valueOf(member.orElse(false)));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(name + ": \"" + text + "\" (expected: true or false)");
        };
    }

    /// A whole number from 0 on.
    long number(String name, long usual, long most) throws HttpRefusal {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return body.filter(fields -> fields.has(name))
                    .map(fields -> fields.number(name))
                    .filter(number -> number >= 0 && number <= most)
                    .orElse(usual);
        }
        String digits = text.get();
        boolean wellFormed = digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!wellFormed || Long.parseLong(digits) > most) {
            throw bad("%s: \"%s\" (expected: a whole number up to %d)".formatted(name, digits, most));
        }
        return Long.parseLong(digits);
    }

    Optional<Cidr> network(String name) throws HttpRefusal {
        Optional<String> text = text(name);
        return text.isEmpty() ? Optional.empty() : Optional.of(network(name, text.get()));
    }

    static Cidr network(String where, String text) throws HttpRefusal {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw bad(where + ": " + malformed.getMessage());
        }
    }

    Optional<Address> address(String name) throws HttpRefusal {
        Optional<String> text = text(name);
        Optional<Address> address = text.flatMap(Address::parse);
        if (text.isPresent() && address.isEmpty()) {
            throw bad(name + ": \"" + text.get()
                    + "\": not an address (expected: for example 203.0.113.9 or 2001:db8::9)");
        }
        return address;
    }

    /// `24h` ago, a day as `2026-11-23` (UTC), or a time in RFC 3339.
    Optional<Instant> since(Instant now) throws HttpRefusal {
        Optional<String> text = text("since");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.get().length() == 10
                            ? LocalDate.parse(text.get())
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : Instant.parse(text.get()));
        } catch (DateTimeException noTime) {
            Optional<Duration> span = Span.parse(text.get());
            if (span.isEmpty()) {
                throw bad("since: \"" + text.get()
                        + "\" (expected: such as 24h, 7d, 2026-11-23 or 2026-11-23T12:00:00Z)");
            }
            return span.map(now::minus);
        }
    }

    /// The network that is counted and banned as one client.
    static Cidr client(Address address) {
        return Cidr.parse(ClientKey.of(address).toString());
    }
}
