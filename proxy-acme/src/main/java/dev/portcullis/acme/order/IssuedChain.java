package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Names;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether a chain is what was asked for, before it takes the place of one that works.
final class IssuedChain {

    /// Authorities date certificates back, many by an hour, so that clocks may be a little slow.
    private static final Duration CLOCK_MAY_BE_SLOW = Duration.ofHours(1);

    private IssuedChain() {}

    /// What is wrong with it; `CLOCK_WRONG` if nothing is but the time.
    ///
    /// Whether clients trust its root is not judged: a private authority is the owner's choice.
    static Optional<AcmeTrouble> trouble(OpenOrder order, List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return wrong(order, "an empty chain");
        }
        X509Certificate leaf = chain.getFirst();
        if (!MessageDigest.isEqual(
                leaf.getPublicKey().getEncoded(), order.key().getPublic().getEncoded())) {
            return wrong(order, "a certificate for another key than ours");
        }
        // Some authorities add www. to a name.
        if (!Names.in(leaf).containsAll(Names.canonical(order.names()))) {
            return wrong(order, "a certificate for " + String.join(", ", Names.in(leaf)));
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i - 1))) {
                return wrong(order, "a chain whose certificate %d did not sign the one before".formatted(i + 1));
            }
        }
        return timeTrouble(order, leaf, now);
    }

    /// Whether less than half of its life is left, so that an order kept over a long outage is not worth fetching.
    static boolean isOld(X509Certificate leaf, Instant now) {
        Instant end = leaf.getNotAfter().toInstant();
        Duration life = Duration.between(leaf.getNotBefore().toInstant(), end);
        return Duration.between(now, end).compareTo(life.dividedBy(2)) < 0;
    }

    private static Optional<AcmeTrouble> timeTrouble(OpenOrder order, X509Certificate leaf, Instant now) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (!from.isAfter(now.plus(CLOCK_MAY_BE_SLOW)) && until.isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(AcmeTrouble.of(
                Cause.CLOCK_WRONG,
                where(order),
                "the certificate is valid from %s until %s, and here it is %s".formatted(from, until, now),
                "Set this machine's clock: `timedatectl set-ntp true` keeps it right."));
    }

    private static boolean issued(X509Certificate issuer, X509Certificate subject) {
        try {
            subject.verify(issuer.getPublicKey());
            return issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Optional<AcmeTrouble> wrong(OpenOrder order, String found) {
        return Optional.of(AcmeTrouble.of(
                Cause.WRONG_CERTIFICATE,
                where(order),
                "the authority issued " + found,
                "Nothing to do: Portcullis orders another one. If it stays so, tell the authority."));
    }

    private static String where(OpenOrder order) {
        return "certificate for " + String.join(", ", order.names());
    }
}
