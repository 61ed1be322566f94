package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.keep.AccountKeys;
import dev.portcullis.acme.keep.CertificateFolder;
import dev.portcullis.acme.keep.RenewalLedger;
import dev.portcullis.acme.order.Acme4jAuthority;
import dev.portcullis.acme.order.PatientAuthority;
import dev.portcullis.acme.order.RequestProof;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Renewals on a real disk and with a real authority, also as a process of its own that does what is due and ends.
///
/// It waits for nothing: between two questions to the authority no time passes.
public final class ChildRenewals {

    static final List<String> NAMES = List.of("home.example.org", "files.example.org", "www.example.org");
    static final String LABEL = NAMES.getFirst();

    private static final Pause NONE = _ -> {};

    private ChildRenewals() {}

    /// Does what is due.
    ///
    /// @param arguments the state folder, the directory, the file with the authority's root
    public static void main(String[] arguments) throws Exception {
        AuthoritySettings settings = new AuthoritySettings(
                URI.create(arguments[1]), "", true, Optional.empty(), "", "", Optional.of(Path.of(arguments[2])));
        make(Path.of(arguments[0]), settings, InstantSource.system(), new Printed())
                .tick();
    }

    static Renewals make(Path state, AuthoritySettings settings, InstantSource time, CertificateEvents events) {
        AccountKeys accounts = new AccountKeys(state);
        SecureRandom random = new SecureRandom();
        WantedCertificate wanted =
                new WantedCertificate(NAMES, List.of(settings), List.of(ChallengeType.HTTP_01), KeyType.P256);
        return new Renewals(
                List.of(new Renewals.Item(wanted, List.of(new RequestProof(new PendingChallenges())))),
                each -> new PatientAuthority(
                        new Acme4jAuthority(each, accounts.key(each.directory()), time), time, NONE, random),
                certificates(state, time),
                ledger(state, time),
                events,
                time,
                NONE,
                random);
    }

    static CertificateFolder certificates(Path state, InstantSource time) {
        return new CertificateFolder(state, time);
    }

    static RenewalLedger ledger(Path state, InstantSource time) {
        return new RenewalLedger(state.resolve("ledger.json"), time);
    }

    /// @param output what it prints
    static Process start(Path state, AuthoritySettings settings, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildRenewals.class.getName(),
                        state.toString(),
                        settings.directory().toString(),
                        settings.caFile().orElseThrow().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static final class Printed implements CertificateEvents {

        @Override
        public void obtained(String label, KeyAndChain pair) {
            System.out.println("obtained " + pair);
        }

        @Override
        public void failed(String label, AcmeTrouble trouble, int failures, Instant next) {
            System.out.println("failed " + trouble);
        }

        @Override
        public void urgent(String label, Urgency urgency, AcmeTrouble trouble) {
            System.out.println("urgent " + urgency);
        }
    }
}
