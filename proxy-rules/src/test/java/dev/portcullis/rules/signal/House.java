package dev.portcullis.rules.signal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Home Assistant and a generic site whose traffic is read, on one client connection.
final class House {

    static final int HOME = 0;
    static final int OTHER = 1;
    static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    static final SecretHash HASH = new KeyedHash("sixteen octets or more".getBytes(StandardCharsets.US_ASCII));
    static final String ISSUER = "5b1c9e77d0f24a8ab3e6c1d2f4a59687";

    private final HouseSignals signals;
    private final ConnectionNotes notes = new ConnectionNotes();

    private House(List<OwnRule> rules, boolean everything) {
        List<SignalReader.Site> sites =
                List.of(new SignalReader.Site("home", true), new SignalReader.Site("files", false));
        signals = new HouseSignals(new SignalReader.Terms(sites, rules, HASH, everything), ProbeCatalog.standard());
    }

    static House quiet() {
        return new House(List.of(), false);
    }

    static House everything() {
        return new House(List.of(), true);
    }

    static House with(OwnRule... rules) {
        return new House(List.of(rules), false);
    }

    HouseSignals signals() {
        return signals;
    }

    ExchangeReader begin(Sent sent) {
        return signals.exchange(sent, notes);
    }

    @Nullable
    Observation answer(Sent sent, int status) {
        return begin(sent).answered(NOW, status, false);
    }

    @Nullable
    Observation refuse(Sent sent, int status, String refusal, String detail) {
        return begin(sent).refused(NOW, status, refusal, detail);
    }

    /// A whole exchange, its bodies in pieces as a network brings them.
    @Nullable
    Observation exchange(Sent sent, String request, int status, String answer) {
        ExchangeReader reader = begin(sent);
        give(reader.requestBody(), request);
        give(reader.answerBody(status), answer);
        return reader.answered(NOW, status, false);
    }

    Outcome outcome(Sent sent, String request, int status, String answer) {
        return of(exchange(sent, request, status, answer));
    }

    Outcome outcome(Sent sent, int status) {
        return of(answer(sent, status));
    }

    private static Outcome of(@Nullable Observation observation) {
        return observation == null ? Outcome.NONE : observation.outcome();
    }

    private static void give(@Nullable BodyReader reader, String text) {
        if (reader == null) {
            return;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        boolean more = true;
        while (more && at < octets.length) {
            int to = Math.min(octets.length, at + 7);
            more = reader.data(octets, at, to);
            at = to;
        }
    }

    static String jwt(String issuer, Instant expires) {
        return base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
                + "." + base64("{\"iss\":\"" + issuer + "\",\"iat\":1,\"exp\":" + expires.getEpochSecond() + "}")
                + ".bm90LWEtcmVhbC1zaWduYXR1cmUtYXQtYWxsLTEyMw";
    }

    static String fresh() {
        return jwt(ISSUER, NOW.plusSeconds(600));
    }

    static String stale() {
        return jwt(ISSUER, NOW.minusSeconds(600));
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
