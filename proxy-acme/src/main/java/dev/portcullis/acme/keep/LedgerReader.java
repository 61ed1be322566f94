package dev.portcullis.acme.keep;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.order.OpenOrder;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/// Reads what [LedgerWriter] wrote. Members that it does not know are passed over: a newer version may have
/// written them. A member that is not what it should be is damage, of which nothing is believed.
final class LedgerReader {

    private LedgerReader() {}

    /// The file is no ledger.
    static final class Damaged extends Exception {

        private static final long serialVersionUID = 1L;

        Damaged(String found) {
            super(found);
        }
    }

    static LedgerState read(byte[] bytes) throws Damaged {
        try {
            return state(JsonMembers.parse(bytes));
        } catch (JacksonException broken) {
            throw new Damaged("no JSON at " + broken.getLocation().offsetDescription());
        } catch (IllegalArgumentException | DateTimeException | GeneralSecurityException odd) {
            throw new Damaged(odd.getClass().getSimpleName());
        }
    }

    private static LedgerState state(JsonMembers root) throws Damaged, GeneralSecurityException {
        if (root.number("version") < LedgerWriter.VERSION) {
            throw new Damaged("no version");
        }
        Map<String, Notes> certificates = new HashMap<>();
        for (Map.Entry<String, JsonMembers> entry :
                root.object("certificates").objects().entrySet()) {
            certificates.put(entry.getKey(), notes(entry.getValue()));
        }
        List<CaEvent> events = new ArrayList<>();
        for (JsonMembers event : root.list("events")) {
            event(event).ifPresent(events::add);
        }
        return new LedgerState(certificates, events, root.optionalMoment("forgotten"), waits(root));
    }

    private static Optional<CaEvent> event(JsonMembers event) throws Damaged {
        Optional<CaEvent.Kind> kind = known(CaEvent.Kind.values(), event.text("kind"));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Instant at = event.moment("at");
        return Optional.of(new CaEvent(
                kind.get(),
                URI.create(event.text("directory")),
                event.text("about"),
                at,
                event.optionalMoment("taken").orElse(at)));
    }

    /// The constant of that name; empty for one of a newer version.
    private static <T extends Enum<T>> Optional<T> known(T[] constants, String name) {
        for (T constant : constants) {
            if (constant.name().equals(name)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static Map<URI, Instant> waits(JsonMembers members) throws Damaged {
        Map<URI, Instant> waits = new HashMap<>();
        if (members.has("waits")) {
            JsonMembers moments = members.object("waits");
            for (String directory : moments.names()) {
                waits.put(URI.create(directory), moments.moment(directory));
            }
        }
        return waits;
    }

    private static Notes notes(JsonMembers notes) throws Damaged, GeneralSecurityException {
        Optional<Notes.Issue> issue = Optional.empty();
        if (notes.has("issue")) {
            JsonMembers from = notes.object("issue");
            issue = Optional.of(
                    new Notes.Issue(URI.create(from.text("authority")), challenge(from), from.moment("at")));
        }
        Optional<Notes.Advice> advice =
                notes.has("advice") ? Optional.of(advice(notes.object("advice"))) : Optional.empty();
        return new Notes(orders(notes), streak(notes), issue, advice);
    }

    private static Notes.Advice advice(JsonMembers advice) throws Damaged {
        Optional<Notes.Window> window = advice.has("start")
                ? Optional.of(new Notes.Window(
                        advice.moment("start"),
                        advice.moment("end"),
                        advice.moment("chosen"),
                        advice.text("explanation")))
                : Optional.empty();
        return new Notes.Advice(window, advice.moment("ask_again"));
    }

    private static Notes.Orders orders(JsonMembers notes) throws Damaged, GeneralSecurityException {
        Map<URI, OpenOrder> open = new HashMap<>();
        for (JsonMembers member : notes.list("orders")) {
            OpenOrder order = order(member);
            open.put(order.directory(), order);
        }
        Set<URI> doubted = new HashSet<>();
        notes.texts("doubted").forEach(directory -> doubted.add(URI.create(directory)));
        Optional<ChallengeType> worked =
                notes.has("worked") ? ChallengeType.of(notes.text("worked")) : Optional.empty();
        return new Notes.Orders(open, worked, doubted, waits(notes));
    }

    private static OpenOrder order(JsonMembers order) throws Damaged, GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(order.text("key_algorithm"));
        Base64.Decoder base64 = Base64.getDecoder();
        KeyPair key = new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(base64.decode(order.text("public_key")))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(order.text("private_key")))));
        return new OpenOrder(
                URI.create(order.text("directory")),
                URI.create(order.text("url")),
                order.texts("names"),
                key,
                challenge(order).orElseThrow(() -> new Damaged("an order without a challenge")),
                order.moment("begun"));
    }

    private static Notes.Streak streak(JsonMembers notes) throws Damaged {
        Optional<AcmeTrouble> trouble = Optional.empty();
        if (notes.has("trouble")) {
            JsonMembers member = notes.object("trouble");
            Optional<AcmeTrouble.Cause> cause = known(AcmeTrouble.Cause.values(), member.text("cause"));
            if (cause.isPresent()) {
                trouble = Optional.of(new AcmeTrouble(
                        cause.get(),
                        member.text("where"),
                        member.text("found"),
                        member.text("remedy"),
                        member.optionalMoment("not_before")));
            }
        }
        return new Notes.Streak(
                Math.toIntExact(Math.clamp(notes.number("failures"), 0, Integer.MAX_VALUE - 1L)),
                notes.optionalMoment("last"),
                notes.optionalMoment("next"),
                trouble,
                notes.text("told"));
    }

    private static Optional<ChallengeType> challenge(JsonMembers members) throws Damaged {
        return members.has("challenge") ? ChallengeType.of(members.text("challenge")) : Optional.empty();
    }
}
