package dev.portcullis.rules.replay;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.RequestTrace;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The access log: each line a JSON object that holds one [Observation], all of it and nothing else.
///
/// Members: `ts` (RFC 3339, up to nanoseconds), `client`, `zone`, `site`, `method`, `path`, `status`, `refusal`,
/// `detail`, `restarting`, `agent`, `cross_site`, `outcome`, `credential` with `kind`, `hashes` and `expired`, `user`,
/// `probes`, `rules`. Empty and false ones are left out. Lines are printable ASCII.
public final class OwnLog {

    private static final Map<String, Outcome> OUTCOMES = byKey(Outcome.values(), Outcome::key);
    private static final Map<String, Credential.Kind> KINDS = byKey(Credential.Kind.values(), Credential.Kind::key);

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    private OwnLog() {}

    private static <T> Map<String, T> byKey(T[] values, Function<T, String> key) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(key, Function.identity()));
    }

    /// One line, without its end.
    public static String write(Observation seen) {
        RequestTrace request = seen.request();
        Observation.Answer answer = seen.answer();
        JsonText line = new JsonText()
                .add("ts", seen.at().toString())
                .add("client", seen.client().toString())
                .add("zone", seen.zone())
                .add("site", seen.site())
                .add("method", request.method())
                .add("path", request.path())
                .add("status", answer.status())
                .add("refusal", answer.refusal())
                .add("detail", answer.detail())
                .add("restarting", answer.restarting())
                .add("agent", request.agent())
                .add("cross_site", request.crossSite());
        if (seen.outcome() != Outcome.NONE) {
            line.add("outcome", seen.outcome().key());
        }
        Credential credential = seen.credential();
        if (!credential.equals(Credential.NONE)) {
            line.add(
                    "credential",
                    new JsonText()
                            .add("kind", credential.kind().key())
                            .add("hashes", credential.hashes())
                            .add("expired", credential.expired()));
        }
        return line.add("user", seen.user())
                .add("probes", seen.families())
                .add("rules", seen.ownRules())
                .toString();
    }

    /// Reads what [#write] wrote; members of later versions are passed over.
    ///
    /// @throws BadLine if it is no such line
    public static Observation read(String line) throws BadLine {
        return of(JsonLine.parse(line));
    }

    static Observation of(JsonLine line) throws BadLine {
        JsonLine credential = line.object("credential");
        return new Observation(
                time(line.text("ts")),
                Address.parse(line.text("client"))
                        .orElseThrow(() -> new BadLine("client is no address (expected: IPv4 or IPv6)")),
                line.text("zone"),
                line.text("site"),
                new RequestTrace(line.text("method"), line.text("path"), line.text("agent"), line.truth("cross_site")),
                new Observation.Answer(
                        line.status("status"), line.text("refusal"), line.text("detail"), line.truth("restarting")),
                known(OUTCOMES, "outcome", line, Outcome.NONE),
                new Credential(
                        known(KINDS, "kind", credential, Credential.Kind.NONE),
                        credential.texts("hashes"),
                        credential.truth("expired")),
                line.text("user"),
                line.texts("probes"),
                line.texts("rules"));
    }

    private static Instant time(String text) throws BadLine {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && time.isBefore(TOO_LATE)) {
                return time;
            }
        } catch (DateTimeException _) {
            // Said below, as for a time that RFC 3339 cannot write.
        }
        throw new BadLine("ts is no time (expected: RFC 3339)");
    }

    private static <T> T known(Map<String, T> values, String name, JsonLine line, T absent) throws BadLine {
        T value = line.has(name) ? values.get(line.text(name)) : absent;
        if (value == null) {
            throw new BadLine(name + " is unknown (expected: one that this version writes)");
        }
        return value;
    }
}
