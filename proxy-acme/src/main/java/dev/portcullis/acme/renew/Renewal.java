package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.keep.CertificateFolder;
import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.order.OpenOrder;
import dev.portcullis.acme.order.Progress;
import dev.portcullis.acme.order.RenewalInfo;
import dev.portcullis.acme.renew.RenewalSchedule.Due;
import dev.portcullis.acme.renew.RenewalSchedule.Life;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One certificate, kept valid for years. Used by one thread at a time, but for [#kept] and [#state].
final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final Due NOTHING_YET = new Due(Instant.EPOCH, "there is none yet");

    private final WantedCertificate wanted;
    private final Attempt.Tools tools;
    private final CertificateFolder folder;
    private final Told told;
    private final Attempt attempt;
    private final Bounded bounded;
    private final Remembered remembered;
    private final RenewalView view;
    private volatile @Nullable KeyAndChain current;
    private boolean untold;
    private volatile CertificateState state;

    /// @param longest how long an attempt may take
    Renewal(
            Renewals.Item item,
            Attempt.Tools tools,
            CertificateFolder folder,
            CertificateEvents events,
            Duration longest) {
        this.wanted = item.wanted();
        this.tools = tools;
        this.folder = folder;
        this.told = new Told(wanted.label(), events);
        this.attempt = new Attempt(item, tools);
        this.bounded = new Bounded("certificate of " + wanted.label(), longest);
        this.remembered = new Remembered(tools.ledger(), wanted.label());
        this.view = new RenewalView(wanted);
        this.current = usable().orElse(null);
        this.state = seen(tools.time().instant());
    }

    String label() {
        return wanted.label();
    }

    /// Reads anew what is kept: another process may have written it since.
    void reread() {
        remembered.reread();
        KeyAndChain before = current;
        Optional<KeyAndChain> now = usable();
        now.ifPresent(pair -> {
            untold = before == null || !before.leaf().equals(pair.leaf());
            current = pair;
        });
        state = seen(tools.time().instant());
    }

    /// One for the wanted names, however old, or a valid one for some of them: better than a self-signed one
    /// until the right one comes.
    private Optional<KeyAndChain> usable() {
        Instant now = tools.time().instant();
        return folder.read(wanted.label())
                .filter(pair -> isForTheNames(pair)
                        || (pair.leaf().getNotAfter().toInstant().isAfter(now)
                                && !Collections.disjoint(Names.canonical(wanted.names()), Names.in(pair.leaf()))));
    }

    /// Some authorities add names of their own.
    private boolean isForTheNames(KeyAndChain pair) {
        return Names.in(pair.leaf()).containsAll(Names.canonical(wanted.names()));
    }

    /// The kept certificate: for all wanted names, when it may have ended, or for some of them.
    Optional<KeyAndChain> kept() {
        return Optional.ofNullable(current);
    }

    /// As of the last look.
    CertificateState state() {
        return state;
    }

    /// Does what is due.
    ///
    /// @param asked whether the owner asked for a renewal now
    /// @return when to come back
    Instant look(boolean asked) throws InterruptedException {
        Instant now = tools.time().instant();
        remembered.load();
        if (Attempt.agreed(wanted).isEmpty()) {
            state = seen(now);
            return now.plus(RenewalSchedule.ASKED_EVERY);
        }
        tellAgain();
        settleWhatIsKept();
        forgetAWrongClock(now);
        askForAdvice(now);
        if (asked || !start(now).isAfter(now)) {
            attempt(now);
        }
        Instant after = tools.time().instant();
        tellUrgency(after);
        state = seen(after);
        return comeBack(after);
    }

    /// No attempt is being made any more, however it ended.
    void rests() {
        state = RenewalView.working(state, false);
    }

    /// A listener that failed may have left the old certificate in service.
    private void tellAgain() {
        KeyAndChain pair = current;
        if (untold && pair != null) {
            untold = !told.obtained(pair);
        }
    }

    /// A clock that ran ahead has been set back.
    private void forgetAWrongClock(Instant now) {
        Notes.Streak streak = remembered.notes().streak();
        if (streak.failures() == 0
                && streak.trouble().isPresent()
                && streak.last().filter(now::isBefore).isPresent()) {
            remembered.note(notes -> notes.with(Notes.Streak.NONE));
        }
    }

    /// A whole run whose certificate is thrown away.
    void rehearse(Progress progress) throws AcmeFailure, InterruptedException {
        if (Attempt.agreed(wanted).isEmpty()) {
            throw new AcmeFailure(view.terms());
        }
        bounded.run(() -> {
            attempt.rehearse(progress);
            return true;
        });
    }

    /// A crash may have come after the certificate was written and before that was written down: then its
    /// order is still open, and its key tells.
    private void settleWhatIsKept() {
        KeyAndChain pair = current;
        if (pair == null) {
            return;
        }
        for (OpenOrder order : remembered.orders().open().values()) {
            if (order.key().getPublic().equals(pair.leaf().getPublicKey())) {
                writeDown(new Attempt.Result(pair, order.directory(), attempt.orders(order.directory(), false)));
            }
        }
    }

    private Optional<Life> life() {
        return kept().map(pair -> new Life(
                pair.leaf().getNotBefore().toInstant(),
                pair.leaf().getNotAfter().toInstant()));
    }

    private Due due(Instant now) {
        KeyAndChain pair = current;
        Optional<Life> life = life();
        if (pair == null || life.isEmpty()) {
            return NOTHING_YET;
        }
        if (!isForTheNames(pair)) {
            return new Due(Instant.EPOCH, "the names have changed");
        }
        if (!life.get().until().isAfter(now)) {
            return new Due(life.get().until(), "it has ended");
        }
        Optional<Notes.Issue> issue = remembered.notes().issue();
        if (issue.isPresent()
                && settingsOf(wanted.authorities(), issue.get().authority()).isEmpty()) {
            return new Due(Instant.EPOCH, "another authority is configured");
        }
        Optional<Notes.Window> window = remembered.notes().advice().flatMap(Notes.Advice::window);
        return RenewalSchedule.due(life.get(), window, Spread.of(pair.leaf()));
    }

    /// When the next attempt is made: when it is due, and not before the last attempt allows.
    private Instant start(Instant now) {
        Instant due = due(now).at();
        KeyAndChain pair = current;
        Notes.Streak streak = remembered.notes().streak();
        if (streak.failures() == 0 && pair != null && !isForTheNames(pair)) {
            // What was written down after the success was for other names.
            return due;
        }
        Instant next = streak.next().orElse(Instant.EPOCH);
        // What lies further ahead was written by a clock that has been set back since.
        Instant latest = now.plus(RenewalSchedule.LONGEST_WAIT).plusSeconds(1);
        return next.isAfter(due) && next.isBefore(latest) ? next : due;
    }

    private Instant comeBack(Instant now) {
        Instant latest = now.plus(RenewalSchedule.ASKED_EVERY);
        Instant ask = advisers().isEmpty()
                ? latest
                : remembered.notes().advice().map(Notes.Advice::askAgain).orElse(now);
        Instant start = start(now);
        Instant first = start.isBefore(ask) ? start : ask;
        return first.isBefore(latest) ? first : latest;
    }

    /// The authority that issued what is kept, if it may be asked; all that may be asked where nobody knows.
    private List<AuthoritySettings> advisers() {
        List<AuthoritySettings> agreed = Attempt.agreed(wanted);
        if (current == null) {
            return List.of();
        }
        return remembered
                .notes()
                .issue()
                .map(issue -> settingsOf(agreed, issue.authority()).stream().toList())
                .orElse(agreed);
    }

    private static Optional<AuthoritySettings> settingsOf(List<AuthoritySettings> authorities, URI directory) {
        return authorities.stream()
                .filter(settings -> settings.directory().equals(directory))
                .findFirst();
    }

    private void askForAdvice(Instant now) throws InterruptedException {
        List<AuthoritySettings> advisers = advisers();
        Optional<Life> life = life();
        KeyAndChain pair = current;
        if (pair == null || advisers.isEmpty() || life.isEmpty() || !isTimeToAsk(now)) {
            return;
        }
        Optional<Notes.Window> known = remembered.notes().advice().flatMap(Notes.Advice::window);
        Notes.Advice advice;
        try {
            Optional<Advised> said = bounded.run(() -> Advised.first(advisers, tools.authorities(), pair.leaf()));
            said.ifPresent(it -> noteIssuer(it.by()));
            Optional<RenewalInfo> info = said.map(Advised::info);
            advice =
                    RenewalSchedule.advice(info, known, life.get(), tools.time().instant(), tools.random());
        } catch (AcmeFailure failed) {
            LOG.debug("{}: no renewal info", wanted.label(), failed);
            Optional<Instant> notBefore = failed.trouble().notBefore();
            advice = RenewalSchedule.noAdvice(
                    known, notBefore, life.get(), tools.time().instant(), tools.random());
        }
        Optional<Notes.Advice> heard = Optional.of(advice);
        remembered.note(notes -> notes.with(heard));
    }

    private void noteIssuer(URI directory) {
        if (remembered.notes().issue().isEmpty()) {
            var issue =
                    new Notes.Issue(directory, Optional.empty(), tools.time().instant());
            remembered.note(notes -> notes.with(issue));
        }
    }

    private boolean isTimeToAsk(Instant now) {
        // As above: no advice is asked for later than that.
        Instant latest = now.plus(RenewalSchedule.ASKED_EVERY).plusSeconds(1);
        return remembered
                .notes()
                .advice()
                .map(Notes.Advice::askAgain)
                .filter(again -> again.isAfter(now) && again.isBefore(latest))
                .isEmpty();
    }

    private void attempt(Instant now) throws InterruptedException {
        Notes.Streak before = remembered.notes().streak();
        int failures = before.failures() + 1;
        Instant next = now.plus(RenewalSchedule.retryAfter(failures, life(), now, tools.random()));
        var begun = new Notes.Streak(failures, Optional.of(now), Optional.of(next), before.trouble(), before.told());
        state = RenewalView.working(state, true);
        try {
            // Written down first: whatever ends this attempt, the next one knows of it.
            remembered.write(notes -> notes.with(begun), UnaryOperator.identity());
            Attempt.Result result = bounded.run(() -> attempt.run(replaceable(now)));
            folder.write(wanted.label(), result.pair());
            current = result.pair();
            untold = true;
            writeDown(result);
            noteAWrongClock(now);
            tellAgain();
        } catch (AcmeFailure failed) {
            failed(failures, failed);
        } catch (InterruptedException stopped) {
            remembered.note(notes -> notes.with(before));
            throw stopped;
        }
    }

    private Optional<X509Certificate> replaceable(Instant now) {
        return kept().filter(this::isForTheNames)
                .map(KeyAndChain::leaf)
                .filter(leaf -> leaf.getNotAfter().toInstant().isAfter(now));
    }

    private void writeDown(Attempt.Result result) {
        Instant now = tools.time().instant();
        Instant rest = now.plus(life().map(RenewalSchedule::rest).orElse(Duration.ZERO));
        var streak = new Notes.Streak(0, Optional.of(now), Optional.of(rest), Optional.empty(), "");
        var issue = new Notes.Issue(result.authority(), result.orders().provenBy(), now);
        try {
            remembered.write(
                    notes -> notes.with(streak)
                            .with(issue)
                            .with(Optional.empty())
                            .with(notes.orders().forgiven(result.authority())),
                    result.orders()::issued);
        } catch (AcmeFailure unwritten) {
            // The certificate is served all the same; its order stays open and is settled at the next look.
            LOG.warn("{}", unwritten.getMessage());
        }
    }

    /// A fresh certificate that is not fresh by our clock would be renewed again and again: it rests for half of
    /// what it has left.
    private void noteAWrongClock(Instant begun) {
        Instant now = tools.time().instant();
        Optional<Life> life = life();
        if (life.isEmpty() || !RenewalSchedule.isOddlyOld(life.get(), begun, now)) {
            return;
        }
        AcmeTrouble trouble = AcmeTrouble.of(
                AcmeTrouble.Cause.CLOCK_WRONG,
                "certificate of " + wanted.label(),
                "it came just now, is valid from %s until %s, and here it is %s"
                        .formatted(life.get().from(), life.get().until(), now),
                "Set this machine's clock: `timedatectl set-ntp true` keeps it right.");
        LOG.warn("{}", trouble);
        Instant next = RenewalSchedule.afterOddlyOld(life.get(), now);
        remembered.note(notes ->
                notes.with(new Notes.Streak(0, Optional.of(now), Optional.of(next), Optional.of(trouble), "")));
    }

    private void failed(int failures, AcmeFailure failure) {
        LOG.debug("{}: attempt {} failed", wanted.label(), failures, failure);
        Instant now = tools.time().instant();
        Instant usual = now.plus(RenewalSchedule.retryAfter(failures, life(), now, tools.random()));
        AcmeTrouble trouble =
                Causes.seen(failure.trouble(), remembered.notes().streak().trouble());
        Instant next = attempt.notBefore(failure.trouble(), remembered.state(), now)
                .filter(usual::isBefore)
                .orElse(usual);
        remembered.note(notes -> notes.with(new Notes.Streak(
                failures,
                Optional.of(now),
                Optional.of(next),
                Optional.of(trouble),
                notes.streak().told())));
        told.failed(trouble, failures, next);
    }

    private void tellUrgency(Instant now) {
        Notes.Streak streak = remembered.notes().streak();
        if (streak.trouble().isEmpty()) {
            return;
        }
        Optional<Urgency> reached = UrgencyScale.reached(streak.failures(), life(), now);
        UrgencyScale.toTell(reached, UrgencyScale.of(streak.told())).ifPresent(urgency -> {
            remembered.note(notes -> notes.with(new Notes.Streak(
                    streak.failures(), streak.last(), streak.next(), streak.trouble(), urgency.key())));
            told.urgent(urgency, streak.trouble().get());
        });
    }

    private CertificateState seen(Instant now) {
        return view.of(remembered.notes(), life(), due(now), start(now), now);
    }
}
