package dev.portcullis.rules.signal;

import dev.portcullis.rules.path.NormalPath;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one exchange. What its bodies hold is kept until the exchange is over, and no longer.
final class HouseExchange implements ExchangeReader {

    private static final String LOGIN_FLOW = "/auth/login_flow";
    private static final String TOKEN = "/auth/token";
    private static final String SOCKET = "/api/websocket";

    /// Refusals, as in `docs/refusals.md`, of what the upstream had already got.
    private static final Set<String> UNANSWERED = Set.of("client-stalled", "upstream-answer", "upstream-time");

    /// What a request is, to somebody who waits for logins.
    private enum Step {
        LOGIN_START,
        LOGIN_STEP,
        TOKEN,
        SOCKET,
        OTHER
    }

    private final Reading reading;
    private final SignalReader.Site site;
    private final RequestView request;
    private final ConnectionNotes notes;
    private final Step step;
    private @Nullable CappedBody sent;
    private @Nullable CappedBody received;
    private @Nullable AuthMessages messages;
    private boolean told;

    HouseExchange(Reading reading, SignalReader.Site site, RequestView request, ConnectionNotes notes) {
        this.reading = reading;
        this.site = site;
        this.request = request;
        this.notes = notes;
        this.step = site.homeAssistant() ? step(request) : Step.OTHER;
    }

    private static Step step(RequestView request) {
        NormalPath path = request.path();
        if (path == null) {
            return Step.OTHER;
        }
        String value = path.value();
        if (value.equals(SOCKET)) {
            return Step.SOCKET;
        }
        if (!value.startsWith("/auth/") || !request.method().equals("POST")) {
            return Step.OTHER;
        }
        if (value.equals(LOGIN_FLOW)) {
            return Step.LOGIN_START;
        }
        if (HomePaths.isLoginStep(value)) {
            return Step.LOGIN_STEP;
        }
        return value.equals(TOKEN) ? Step.TOKEN : Step.OTHER;
    }

    @Override
    public @Nullable BodyReader requestBody() {
        if (step != Step.LOGIN_STEP && step != Step.TOKEN) {
            return null;
        }
        sent = new CappedBody();
        return sent;
    }

    @Override
    public @Nullable BodyReader answerBody(int status) {
        boolean tells = status == 200 || status == 400;
        if (!tells || step == Step.OTHER || step == Step.SOCKET) {
            return null;
        }
        received = new CappedBody();
        return received;
    }

    @Override
    public @Nullable MessageReader socket() {
        if (step != Step.SOCKET) {
            return null;
        }
        messages = new AuthMessages();
        return messages;
    }

    @Override
    public @Nullable Observation answered(Instant at, int status, boolean restarting) {
        if (told) {
            return null;
        }
        told = true;
        List<String> families = reading.families(request, site.homeAssistant(), status, notes);
        List<String> rules = OwnRuleMatch.names(reading.ownRules(), request, status);
        Finding finding = finding(at, status);
        if (finding.outcome() == Outcome.NONE && (!families.isEmpty() || !rules.isEmpty())) {
            finding = withCredential(Outcome.NONE, at);
        }
        if (!reading.matters(finding, families, rules)) {
            return null;
        }
        Observation.Answer answer = new Observation.Answer(status, "", "", restarting);
        return reading.observation(at, request, site.name(), answer, finding, families, rules);
    }

    @Override
    public @Nullable Observation refused(Instant at, int status, String refusal, String detail) {
        if (told) {
            return null;
        }
        told = true;
        List<String> families =
                reading.refused().of(request, site.homeAssistant(), Reading.agent(request), refusal, detail);
        List<String> rules = OwnRuleMatch.names(reading.ownRules(), request, status);
        Finding finding = UNANSWERED.contains(refusal) && step == Step.LOGIN_STEP ? login(at, 0) : Finding.NOTHING;
        if (finding.outcome() == Outcome.NONE && (!families.isEmpty() || !rules.isEmpty())) {
            finding = withCredential(Outcome.NONE, at);
        }
        if (!reading.matters(finding, families, rules)) {
            return null;
        }
        Observation.Answer answer = new Observation.Answer(status, refusal, detail, false);
        return reading.observation(at, request, site.name(), answer, finding, families, rules);
    }

    private Finding finding(Instant at, int status) {
        return switch (step) {
            case LOGIN_START, LOGIN_STEP -> login(at, status);
            case TOKEN -> token(at, status);
            case SOCKET -> socketLogin(at, status);
            case OTHER -> byStatus(at, status);
        };
    }

    private Finding login(Instant at, int status) {
        if (isFiltered(status)) {
            return withCredential(Outcome.FILTERED, at);
        }
        LoginAttempt attempt = sent == null
                ? LoginAttempt.NONE
                : LoginRequestReader.read(
                        request.field("content-type"), request.field("content-encoding") != null, sent);
        boolean guess = !attempt.presented().isNone();
        Outcome outcome = LoginFlowReader.read(step == Step.LOGIN_START, status, read(received), guess);
        String user = attempt.user().isEmpty() ? "" : reading.hash().of(attempt.user());
        return new Finding(outcome, attempt.presented().credential(reading.hash(), at), user);
    }

    private Finding token(Instant at, int status) {
        if (isFiltered(status)) {
            return withCredential(Outcome.FILTERED, at);
        }
        Presented presented = TokenRequestReader.read(request.field("content-type"), read(sent));
        TokenAnswerReader answer = TokenAnswerReader.read(status, read(received), presented.kind());
        if (status == 403) {
            return new Finding(Outcome.LOGIN_BLOCKED, presented.credential(reading.hash(), at), "");
        }
        Credential credential = presented.credential(reading.hash(), at);
        if (answer.outcome() == Outcome.TOKEN_OK) {
            credential = learned(credential, answer.tokens());
        }
        return new Finding(answer.outcome(), credential, "");
    }

    /// All by which the client will be known from now on.
    private Credential learned(Credential presented, List<String> tokens) {
        Set<String> hashes = new LinkedHashSet<>(presented.hashes());
        for (String token : tokens) {
            hashes.add(reading.hash().of(token));
        }
        boolean unknown = presented.kind() == Credential.Kind.NONE;
        return new Credential(unknown ? Credential.Kind.REFRESH_TOKEN : presented.kind(), List.copyOf(hashes), false);
    }

    private Finding socketLogin(Instant at, int status) {
        if (messages == null) {
            return byStatus(at, status);
        }
        return messages.decided()
                ? new Finding(messages.outcome(), messages.presented().credential(reading.hash(), at), "")
                : Finding.NOTHING;
    }

    private boolean isFiltered(int status) {
        return status == 400 && HomeFilter.matches(request.target());
    }

    private static CappedBody read(@Nullable CappedBody body) {
        return body == null ? new CappedBody() : body;
    }

    private Finding byStatus(Instant at, int status) {
        NormalPath path = request.path();
        if (path == null) {
            return Finding.NOTHING;
        }
        if (status < 400) {
            return isNewsOfGood(path.value(), status)
                    ? withCredential(site.homeAssistant() ? Outcome.CREDENTIAL_OK : Outcome.SITE_OK, at)
                    : Finding.NOTHING;
        }
        Outcome outcome;
        if (site.homeAssistant()) {
            Presented presented = Credentials.of(request, true).presented();
            outcome = StatusSignals.ofHome(path.value(), request.target(), status, presented);
        } else {
            outcome = StatusSignals.ofOther(path.value(), status);
            if (outcome == Outcome.DENIED) {
                notes.denied(ProvenCredential.key(request));
            }
        }
        return outcome == Outcome.NONE ? Finding.NOTHING : withCredential(outcome, at);
    }

    private boolean isNewsOfGood(String path, int status) {
        Credentials credentials = Credentials.of(request, site.homeAssistant());
        if (credentials.presented().isNone()) {
            return false;
        }
        boolean good = site.homeAssistant()
                ? ProvenCredential.atHome(request.method(), path, status, credentials)
                : ProvenCredential.elsewhere(request, status, credentials, notes);
        return good && notes.isNews(fingerprint(credentials.presented()));
    }

    /// Every signed path is another, but the first of a connection names the refresh token behind all of them.
    private int fingerprint(Presented presented) {
        int known = presented.kind() == Credential.Kind.SIGNED_PATH
                ? 1
                : presented.secret().hashCode();
        return 31 * (31 * known + site.name().hashCode()) + request.client().hashCode();
    }

    private Finding withCredential(Outcome outcome, Instant at) {
        Presented presented = Credentials.of(request, site.homeAssistant()).presented();
        if (site.homeAssistant()) {
            return new Finding(outcome, presented.credential(reading.hash(), at), "");
        }
        boolean form = outcome == Outcome.DENIED
                && request.method().equals("POST")
                && FormFields.isForm(request.field("content-type"));
        if (presented.isNone() && form) {
            presented = new Presented(Credential.Kind.PASSWORD, "");
        }
        SecretHash here = secret -> reading.hash().of(site.name() + " " + secret);
        return new Finding(outcome, presented.credential(here, at), "");
    }
}
