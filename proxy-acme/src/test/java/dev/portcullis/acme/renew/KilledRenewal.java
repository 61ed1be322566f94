package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.PemFiles;
import dev.portcullis.acme.keep.CaEvent;
import dev.portcullis.acme.keep.LedgerState;
import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.lab.AcmeDouble;
import dev.portcullis.acme.lab.Call;
import dev.portcullis.acme.lab.LabCa;
import dev.portcullis.acme.lab.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// One renewal in a process of its own, killed at one of its calls, and finished by the next start.
final class KilledRenewal implements AutoCloseable, CertificateEvents {

    /// What the shell says of a process that SIGKILL has ended.
    private static final int KILLED = 128 + 9;

    private final InstantSource time = InstantSource.system();
    private final AcmeDouble authority = new AcmeDouble(time);
    private final CompletableFuture<Process> child = new CompletableFuture<>();
    private final List<String> odd = new CopyOnWriteArrayList<>();
    private final Path state;
    private final Path output;
    private final int deadly;
    private final Moment moment;
    private final AuthoritySettings settings;
    private final KeyAndChain old;

    /// When, around a call, the process dies.
    enum Moment {
        /// The authority has done nothing yet.
        ASKED,
        /// It has done what it was asked for, and nobody hears of it.
        DONE,
        /// The answer has just been sent.
        ANSWERED
    }

    /// A household whose certificate has ten days left.
    ///
    /// @param deadly the number of the call, counted from one; 0 for none
    KilledRenewal(Path folder, int deadly, Moment moment) throws Exception {
        this.state = folder.resolve("state");
        this.output = folder.resolve("output");
        this.deadly = deadly;
        this.moment = moment;
        this.settings = authority.settings(folder);
        KeyPair key = LabCa.newKey();
        Instant now = time.instant();
        this.old = new KeyAndChain(
                key.getPrivate(),
                List.of(authority
                        .ca()
                        .issue(
                                key.getPublic(),
                                ChildRenewals.NAMES,
                                now.minus(Duration.ofDays(80)),
                                now.plus(Duration.ofDays(10)))));
        ChildRenewals.certificates(state, time).write(ChildRenewals.LABEL, old);
    }

    /// What was asked so far.
    List<Call> calls() {
        return authority.heard().stream().map(AcmeDouble.Heard::call).toList();
    }

    void runUnharmed() throws Exception {
        child.complete(ChildRenewals.start(state, settings, output));
        assertThat(child.join().waitFor()).as(printed()).isZero();
        assertRenewed(1);
    }

    void run() throws Exception {
        authority.mood(this::mood);
        child.complete(ChildRenewals.start(state, settings, output));
        assertThat(child.join().waitFor()).as(printed()).isEqualTo(KILLED);
        assertThat(calls()).as("calls before it was killed").hasSize(deadly);
        assertThat(odd).as("what was found on the disk at the calls").isEmpty();
        assertNothingIsHalf();
        boolean lostOrder = calls().getLast() == Call.NEW_ORDER;
        authority.mood(_ -> Optional.empty());

        // As late as the pause after an attempt demands.
        ChildRenewals.make(state, settings, () -> time.instant().plus(Duration.ofMinutes(2)), this)
                .tick();

        assertRenewed(lostOrder ? 2 : 1);
    }

    private Optional<Misbehaviour> mood(AcmeDouble.Heard call) {
        try {
            if (!certificate(".pem").leaf().equals(old.leaf())) {
                odd.add("another certificate at " + call.call());
            }
        } catch (CertificateTrouble broken) {
            odd.add(broken.getMessage());
        }
        return authority.heard().size() == deadly ? Optional.of(lastWords()) : Optional.empty();
    }

    private Misbehaviour lastWords() {
        return (exchange, proper, closed) -> {
            switch (moment) {
                case ASKED -> {}
                case DONE -> {
                    var _ = proper.get();
                }
                case ANSWERED -> Misbehaviour.distorts(reply -> reply).answer(exchange, proper, closed);
            }
            child.join().destroyForcibly().waitFor();
            exchange.close();
        };
    }

    private void assertNothingIsHalf() throws Exception {
        X509Certificate leaf = certificate(".pem").leaf();
        if (!leaf.equals(old.leaf())) {
            assertThat(calls()).as("a new certificate on the disk").endsWith(Call.CERTIFICATE);
            assertThat(certificate(".previous.pem").leaf()).isEqualTo(old.leaf());
        }
        assertThat(ledger().forgotten()).as("a ledger that could not be read").isEmpty();
    }

    /// @param orders that were asked for in all
    private void assertRenewed(int orders) throws Exception {
        KeyAndChain pair = certificate(".pem");
        assertThat(Names.in(pair.leaf())).containsExactlyInAnyOrderElementsOf(ChildRenewals.NAMES);
        pair.leaf().verify(authority.ca().root().getPublicKey());
        assertThat(pair.leaf().getNotAfter().toInstant()).isAfter(time.instant().plus(Duration.ofDays(80)));
        assertThat(certificate(".previous.pem").leaf()).isEqualTo(old.leaf());
        assertThat(authority.count(Call.NEW_ORDER)).as("orders").isEqualTo(orders);

        LedgerState ledger = ledger();
        assertThat(ledger.forgotten()).isEmpty();
        assertThat(ledger.events())
                .filteredOn(event -> event.kind() == CaEvent.Kind.ORDER)
                .hasSize(orders);
        assertThat(ledger.events())
                .filteredOn(event -> event.kind() == CaEvent.Kind.CERTIFICATE)
                .hasSize(1);
        Notes notes = ledger.notes(ChildRenewals.LABEL);
        assertThat(notes.orders().open()).isEmpty();
        assertThat(notes.streak().failures()).isZero();
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "accounts",
                            "ledger.json",
                            ChildRenewals.LABEL + ".pem",
                            ChildRenewals.LABEL + ".previous.pem");
        }
    }

    /// Read anew, as a server would: only a key that belongs to the chain can be read.
    private KeyAndChain certificate(String ending) throws CertificateTrouble {
        Path file = state.resolve(ChildRenewals.LABEL + ending);
        return PemFiles.read(file, file, time.instant()).pair();
    }

    private LedgerState ledger() throws AcmeFailure {
        return ChildRenewals.ledger(state, time).state();
    }

    private String printed() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void obtained(String label, KeyAndChain pair) {
        // What counts is what is on the disk.
    }

    @Override
    public void failed(String label, AcmeTrouble trouble, int failures, Instant next) {
        throw new AssertionError(trouble);
    }

    @Override
    public void urgent(String label, Urgency urgency, AcmeTrouble trouble) {
        throw new AssertionError(urgency + ": " + trouble);
    }

    @Override
    public void close() {
        if (child.isDone()) {
            child.join().destroyForcibly();
        }
        authority.close();
    }

    @Override
    public String toString() {
        return "call %d, %s".formatted(deadly, moment);
    }
}
