package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.shredzone.acme4j.exception.AcmeServerException;

/// Turns whatever goes wrong between an authority and us into a trouble with a remedy.
final class Problems {

    private static final Duration CLOCKS_AGREE = Duration.ofHours(1);
    private static final int MOST_CAUSES = 16;
    private static final String WAIT = "Nothing has to be done: it is tried again later.";

    private final InstantSource clock;

    Problems(InstantSource clock) {
        this.clock = clock;
    }

    /// Of a challenge that an authority checked.
    AcmeTrouble ofValidation(String where, ChallengeType challenge, ProblemDocument problem) {
        String type = saysNobodyAnswered(problem.text()) ? "connection" : problem.tellingType();
        return trouble(where, problem, Remedies.ofValidation(type, challenge));
    }

    /// Some authorities file a closed port under `unauthorized`.
    private static boolean saysNobodyAnswered(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("connection refused")
                || lower.contains("failed to connect")
                || lower.contains("no route to host")
                || lower.contains("i/o timeout");
    }

    /// Of an order that an authority gave up.
    AcmeTrouble ofOrder(String where, ProblemDocument problem) {
        return trouble(where, problem, Remedies.ofCall(problem.tellingType()));
    }

    /// Of a question that failed in any way.
    AcmeTrouble of(String where, Throwable failed) {
        Throwable reason = failed;
        for (int i = 0; i < MOST_CAUSES && reason != null; i++) {
            switch (reason) {
                case Refusal refusal -> {
                    return refused(where, refusal);
                }
                case AcmeServerException server -> {
                    return ofOrder(where, ProblemDocument.of(server.getProblem().asJSON()));
                }
                case Nonsense nonsense -> {
                    return broken(where, said(nonsense));
                }
                case IOException network -> {
                    return network(where, network);
                }
                default -> reason = reason.getCause();
            }
        }
        return broken(where, "an answer that RFC 8555 does not allow (" + said(failed) + ")");
    }

    /// Whether an authority says that the request is wrong, and not why in a word that we know: `malformed`.
    static boolean blamesRequest(AcmeFailure failure) {
        Throwable reason = failure;
        for (int i = 0; i < MOST_CAUSES && reason != null; i++, reason = reason.getCause()) {
            if (reason instanceof Refusal refusal) {
                return failure.trouble().cause() == Cause.AUTHORITY_BROKEN
                        && refusal.status() >= 400
                        && refusal.status() < 500;
            }
        }
        return false;
    }

    /// The same failure of an order that names what it replaces, which is the likeliest reason: authorities know
    /// only certificates of their own, for the same account and the same names.
    static AcmeFailure blamedOnReplacing(AcmeFailure failure) {
        AcmeTrouble trouble = failure.trouble();
        return new AcmeFailure(
                new AcmeTrouble(
                        Cause.ALREADY_REPLACED,
                        trouble.where(),
                        trouble.found(),
                        Remedies.ofCall("alreadyReplaced").remedy(),
                        trouble.notBefore()),
                failure);
    }

    private AcmeTrouble trouble(String where, ProblemDocument problem, Remedies remedies) {
        AcmeTrouble trouble = AcmeTrouble.of(remedies.cause(), where, problem.text(), remedies.remedy());
        return until(trouble, RetryAfter.ofDetail(problem.text(), clock.instant()));
    }

    private AcmeTrouble refused(String where, Refusal refusal) {
        AcmeTrouble trouble = refusal.problem().isPresent()
                ? documented(where, refusal, refusal.problem().get())
                : bare(where, refusal.status());
        return hinted(until(trouble, refusal.retryAfter()), refusal);
    }

    private AcmeTrouble documented(String where, Refusal refusal, ProblemDocument problem) {
        AcmeTrouble trouble = trouble(where, problem, Remedies.ofCall(problem.tellingType()));
        return switch (trouble.cause()) {
            case TERMS_NOT_AGREED -> {
                String link = problem.instance().isEmpty()
                        ? Links.first(refusal.headers(), "terms-of-service")
                        : problem.instance();
                yield link.isEmpty()
                        ? trouble
                        : AcmeTrouble.of(trouble.cause(), where, problem.text() + " (" + link + ")", trouble.remedy());
            }
            case AUTHORITY_BROKEN ->
                refusal.status() == 429
                        ? AcmeTrouble.of(
                                Cause.RATE_LIMITED,
                                where,
                                problem.text(),
                                Remedies.ofCall("rateLimited").remedy())
                        : trouble;
            default -> trouble;
        };
    }

    private static AcmeTrouble bare(String where, int status) {
        if (status == 429) {
            Remedies limited = Remedies.ofCall("rateLimited");
            return AcmeTrouble.of(limited.cause(), where, "HTTP 429, too many requests", limited.remedy());
        }
        return AcmeTrouble.of(
                Cause.AUTHORITY_BROKEN,
                where,
                "HTTP " + status + " without an explanation",
                status >= 500 ? WAIT : "Check that `directory` is the address of an ACME directory.");
    }

    private static AcmeTrouble until(AcmeTrouble trouble, Optional<Instant> moment) {
        return moment.map(trouble::until).orElse(trouble);
    }

    /// Whoever refuses us for no good reason may only have another idea of the time.
    private AcmeTrouble hinted(AcmeTrouble trouble, Refusal refusal) {
        Instant ours = clock.instant();
        return RetryAfter.date(refusal.headers())
                .filter(theirs -> Duration.between(theirs, ours).abs().compareTo(CLOCKS_AGREE) > 0)
                .map(theirs -> new AcmeTrouble(
                        trouble.cause(),
                        trouble.where(),
                        trouble.found(),
                        trouble.remedy() + " Also check this machine's clock: it says " + seconds(ours)
                                + ", the authority's " + seconds(theirs) + ".",
                        trouble.notBefore()))
                .orElse(trouble);
    }

    private AcmeTrouble network(String where, IOException failed) {
        if (failed instanceof SSLException) {
            Optional<AcmeTrouble> distrust = distrust(where, failed);
            if (distrust.isPresent()) {
                return distrust.get();
            }
        }
        String found = switch (failed) {
            case HttpTimeoutException late -> "silence: " + said(late);
            case InterruptedIOException _ -> "given up, because Portcullis is about to stop";
            default -> "no connection: " + reason(failed);
        };
        return AcmeTrouble.of(
                Cause.UNREACHABLE,
                where,
                found,
                "Check that this machine reaches the Internet and can look up names. It is tried again later.");
    }

    private Optional<AcmeTrouble> distrust(String where, Throwable failed) {
        Throwable reason = failed;
        Optional<AcmeTrouble> found = Optional.empty();
        for (int i = 0; i < MOST_CAUSES && reason != null; i++, reason = reason.getCause()) {
            if (outOfTime(reason)) {
                return Optional.of(AcmeTrouble.of(
                        Cause.CLOCK_WRONG,
                        where,
                        "the authority's certificate is not valid now: %s, and this machine's clock says %s"
                                .formatted(said(deepest(reason)), seconds(clock.instant())),
                        "Set this machine's clock (timedatectl set-ntp true). If it is right, the authority's own"
                                + " certificate is out of date: ask another one."));
            }
            if (reason instanceof CertificateException
                    || reason instanceof CertPathBuilderException
                    || reason instanceof CertPathValidatorException) {
                found = Optional.of(AcmeTrouble.of(
                        Cause.UNTRUSTED,
                        where,
                        "the authority's own certificate is not trusted: " + said(reason),
                        "For an authority of your own name its root certificate in `ca_file`. Else something on the"
                                + " way reads along: check proxies and DNS."));
            }
        }
        return found;
    }

    private static boolean outOfTime(Throwable reason) {
        return reason instanceof CertificateExpiredException
                || reason instanceof CertificateNotYetValidException
                || (reason instanceof CertPathValidatorException path
                        && (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                                || path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID));
    }

    private static AcmeTrouble broken(String where, String found) {
        return AcmeTrouble.of(
                Cause.AUTHORITY_BROKEN,
                where,
                found,
                "Check that `directory` is the address of an ACME directory; if it is, it is tried again later.");
    }

    private static String reason(IOException failed) {
        Throwable deepest = deepest(failed);
        return deepest instanceof UnresolvedAddressException ? "the name has no address" : said(deepest);
    }

    private static Throwable deepest(Throwable failed) {
        Throwable reason = failed;
        for (int i = 0; i < MOST_CAUSES; i++) {
            Throwable cause = reason.getCause();
            if (cause == null) {
                return reason;
            }
            reason = cause;
        }
        return reason;
    }

    private static String said(Throwable failed) {
        String message = failed.getMessage();
        return message == null || message.isBlank() ? failed.getClass().getSimpleName() : message;
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
