package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.AdminServer;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertRoutes;
import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertTestReport.Trial;
import dev.portcullis.admin.CertTroubleEntry;
import dev.portcullis.admin.CertificateDesk.RenewAnswer;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.admin.FakeCertificateDesk;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertCommandsTest {

    private static final List<String> HOSTILE = List.of(
            "\u001b[2J\u001b]0;owned\u0007",
            "\u009b31m\u0085\u007f\u0000\r\n\t",
            "\u202eevil\u2066\u200b\ufeff",
            "日本語".repeat(60),
            "A".repeat(100_000),
            "\u001b".repeat(100_000),
            "a b ".repeat(100));

    @TempDir
    Path state;

    private final FakeProgram program = new FakeProgram();
    private final Screen screen = new Screen();
    private int looks = 20;
    private boolean terminal;

    @BeforeEach
    void look_for_a_server_in_one_place() {
        program.sockets.add(state.resolve("admin.sock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "renew", "test"})
    void help_of_a_command_below_certs_reads_like_this(String command) {
        assertThat(run("certs", command, "--help")).isZero();
        assertThat(screen.out()).isEqualTo(Screen.golden("help-certs-" + command + ".txt"));
    }

    @Test
    void the_list_names_every_trouble_with_its_remedy() throws Exception {
        assertThat(on(new FakeCertificateDesk(CertSamples.ALL), "certs")).isEqualTo(1);
        assertThat(screen.out()).isEqualTo(Screen.golden("certs-list.txt"));
        assertThat(screen.out().lines()).allMatch(line -> Width.of(line) <= 100);
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void the_list_ends_with_0_while_nothing_needs_attention() throws Exception {
        for (CertEntry entry : List.of(CertSamples.WELL, CertSamples.LATE, CertSamples.NEW, CertSamples.OWN)) {
            assertThat(on(desk(entry), "certs", "list")).as(entry.label()).isZero();
        }
        for (CertEntry entry : List.of(CertSamples.FAILING, CertSamples.OVER)) {
            assertThat(on(desk(entry), "certs", "list")).as(entry.label()).isEqualTo(1);
        }
        assertThat(on(desk(), "certs")).isZero();
        assertThat(screen.out()).endsWith("no certificates\n");
    }

    @Test
    void json_is_the_servers_own_answer_with_the_same_exit_code() throws Exception {
        assertThat(on(new FakeCertificateDesk(CertSamples.ALL), "certs", "--json"))
                .isEqualTo(1);
        assertThat(screen.out()).isEqualTo(CertSamples.ALL.toJson() + System.lineSeparator());
    }

    @Test
    void without_a_server_the_state_folder_is_read_and_nothing_is_renewed() {
        program.certificates = Optional.of(new CertsReport(CertSamples.NOW, List.of(CertSamples.WELL)));
        String message = ("portcullis: not running (no answer at %s). Start it with: portcullis run. If it runs,"
                        + " name its folder with --state\n")
                .formatted(program.sockets.getFirst());

        assertThat(run("certs")).isZero();
        assertThat(screen.out()).contains("home.example.org +1");
        assertThat(run("certs", "renew")).isEqualTo(1);
        assertThat(run("certs", "test", "home.example.org")).isEqualTo(1);
        assertThat(screen.err())
                .isEqualTo("portcullis: no server runs; this is what its state folder says\n" + message + message);
    }

    @Test
    void renew_waits_for_the_end_of_the_attempt_and_tells_it() throws Exception {
        CertEntry before = CertSamples.FAILING;
        CertEntry after = renewed(CertSamples.WELL);
        FakeCertificateDesk desk = new FakeCertificateDesk(
                report(CertSamples.WELL, before),
                report(CertSamples.WELL, before),
                report(working(CertSamples.WELL), before),
                report(after, before));
        desk.answers(new RenewAnswer.Renewing(List.of("home.example.org")));

        assertThat(on(desk, "certs", "renew", "www.example.org")).isZero();
        assertThat(desk.asked()).containsExactly("renew www.example.org");
        assertThat(screen.out()).isEqualTo("ok  home.example.org: ends in 90 d, 2027-02-21\n");
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void a_renewal_that_fails_ends_with_1_and_the_remedy() throws Exception {
        CertEntry failed = ended(CertSamples.FAILING, CertSamples.NOW);
        FakeCertificateDesk desk = new FakeCertificateDesk(report(CertSamples.FAILING), report(failed));
        desk.answers(new RenewAnswer.Renewing(List.of("cabin.example.org")));

        assertThat(on(desk, "certs", "renew")).isEqualTo(1);
        assertThat(desk.asked()).containsExactly("renew all");
        assertThat(screen.out()).isEqualTo(Screen.golden("certs-renew-failed.txt"));
    }

    @Test
    void a_renewal_that_does_not_end_is_no_success() throws Exception {
        looks = 3;
        FakeCertificateDesk desk = new FakeCertificateDesk(report(CertSamples.WELL));
        desk.answers(new RenewAnswer.Renewing(List.of("home.example.org")));

        assertThat(on(desk, "certs", "renew")).isEqualTo(1);
        assertThat(screen.out()).isEmpty();
        assertThat(screen.err())
                .isEqualTo("portcullis: it goes on (expected: an end by now). See later with: portcullis certs\n");
    }

    @Test
    void renew_as_json_is_the_report_after_the_attempt() throws Exception {
        CertsReport after = report(renewed(CertSamples.WELL));
        FakeCertificateDesk desk = new FakeCertificateDesk(report(CertSamples.WELL), after);
        desk.answers(new RenewAnswer.Renewing(List.of("home.example.org")));

        assertThat(on(desk, "certs", "renew", "--json")).isZero();
        assertThat(screen.out()).isEqualTo(after.toJson() + System.lineSeparator());
    }

    @Test
    void what_cannot_be_renewed_says_why_and_suggests_no_force() throws Exception {
        FakeCertificateDesk desk = new FakeCertificateDesk(CertSamples.ALL);
        assertThat(on(desk, "certs", "renew", "nobody.example")).isEqualTo(1);
        desk.answers(new RenewAnswer.NotByAuthority());
        assertThat(on(desk, "certs", "renew", "nas.lan")).isEqualTo(1);

        assertThat(screen.err()).isEqualTo("""
                        portcullis: "nobody.example": no certificate is for that name (expected: one of the sites' hosts)
                        portcullis: "nas.lan": not from an authority (expected: certificates.acme in the configuration). \
                        Files are read again when they change.
                        """);
    }

    @Test
    void a_terminal_shows_from_the_second_second_on_that_work_goes_on() throws Exception {
        terminal = true;
        CertsReport before = report(CertSamples.WELL);
        FakeCertificateDesk desk =
                new FakeCertificateDesk(before, before, before, before, before, report(renewed(CertSamples.WELL)));
        desk.answers(new RenewAnswer.Renewing(List.of("home.example.org")));

        assertThat(on(desk, "certs", "renew")).isZero();
        assertThat(screen.err())
                .startsWith("\rrenewing home.example.org … 2 s\r")
                .endsWith("\r" + " ".repeat(31) + "\r");
    }

    @Test
    void a_dry_run_is_told_step_by_step_each_once() throws Exception {
        Trial first = CertSamples.TESTED.tests().getFirst();
        Trial begun = new Trial(first.label(), first.on(), first.steps().subList(0, 2), false, false, Optional.empty());
        Trial waiting =
                new Trial("cabin.example.org", "letsencrypt-staging", List.of(), false, false, Optional.empty());
        FakeCertificateDesk desk = new FakeCertificateDesk(CertSamples.ALL);
        desk.tells(
                new CertTestReport(true, List.of()),
                new CertTestReport(true, List.of(begun, waiting)),
                new CertTestReport(true, List.of(begun, waiting)),
                new CertTestReport(true, List.of(first, waiting)),
                CertSamples.TESTED);

        assertThat(on(desk, "certs", "test")).isEqualTo(1);
        assertThat(screen.out()).isEqualTo(Screen.golden("certs-test.txt"));
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void a_dry_run_that_ends_well_ends_with_0() throws Exception {
        CertTestReport good =
                new CertTestReport(false, List.of(CertSamples.TESTED.tests().getFirst()));
        FakeCertificateDesk desk = new FakeCertificateDesk(CertSamples.ALL);
        desk.tells(good);

        assertThat(on(desk, "certs", "test", "home.example.org", "--json")).isZero();
        assertThat(desk.asked()).containsExactly("test home.example.org");
        assertThat(screen.out()).isEqualTo(good.toJson() + System.lineSeparator());
    }

    @Test
    void a_second_dry_run_is_refused() throws Exception {
        FakeCertificateDesk desk = new FakeCertificateDesk(CertSamples.ALL);
        desk.isBusy();

        assertThat(on(desk, "certs", "test")).isEqualTo(1);
        assertThat(screen.err())
                .isEqualTo("portcullis: certs test: one is under way already (expected: one at a time)."
                        + " Wait until it has ended.\n");
    }

    @Test
    void nothing_that_an_authority_says_commands_the_terminal_or_is_wider_than_it() throws Exception {
        for (String text : HOSTILE) {
            CertEntry entry = hostile(text);
            FakeCertificateDesk desk =
                    new FakeCertificateDesk(report(entry), report(entry), report(ended(entry, CertSamples.NOW)));
            desk.answers(new RenewAnswer.Renewing(List.of(entry.label())));
            desk.tells(new CertTestReport(
                    false,
                    List.of(new Trial(
                            text, text, List.of(CertSamples.step(text, text)), true, false, entry.trouble()))));
            for (String command : List.of("certs", "certs renew", "certs test")) {
                Screen shown = new Screen();
                assertThat(on(desk, shown, command.split(" "))).as(command).isEqualTo(1);
                assertThat(shown.out()).as(command).isNotEmpty();
                assertThat(shown.out().lines()).as(command).allMatch(line -> Width.of(line) <= 100);
                assertThat(shown.out()
                                .codePoints()
                                .filter(c -> c != '\n')
                                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                        .as(command)
                        .isTrue();
            }
        }
    }

    private static CertEntry hostile(String text) {
        return new CertEntry(
                text,
                List.of(text),
                "acme",
                text,
                text,
                text,
                Optional.empty(),
                Optional.of(CertSamples.NOW),
                Optional.of(CertSamples.NOW),
                text,
                3,
                Optional.empty(),
                false,
                text,
                Optional.of(new CertTroubleEntry(text, text, text, text, true, Optional.empty())));
    }

    private static CertEntry working(CertEntry entry) {
        return with(entry, entry.notAfter(), entry.lastAttempt(), true);
    }

    private static CertEntry ended(CertEntry entry, Instant at) {
        return with(entry, entry.notAfter(), Optional.of(at), false);
    }

    private static CertEntry renewed(CertEntry entry) {
        return with(entry, Optional.of(CertSamples.NOW.plus(Duration.ofDays(90))), Optional.of(CertSamples.NOW), false);
    }

    private static CertEntry with(
            CertEntry entry, Optional<Instant> notAfter, Optional<Instant> lastAttempt, boolean working) {
        return new CertEntry(
                entry.label(),
                entry.names(),
                entry.source(),
                entry.serving(),
                entry.authority(),
                entry.challenge(),
                entry.notBefore(),
                notAfter,
                entry.next(),
                entry.renewal(),
                entry.failures(),
                lastAttempt,
                working,
                entry.urgency(),
                entry.trouble());
    }

    private static CertsReport report(CertEntry... entries) {
        return new CertsReport(CertSamples.NOW, List.of(entries));
    }

    private static FakeCertificateDesk desk(CertEntry... entries) {
        return new FakeCertificateDesk(report(entries));
    }

    private int on(FakeCertificateDesk desk, String... arguments) throws Exception {
        return on(desk, screen, arguments);
    }

    private int on(FakeCertificateDesk desk, Screen shown, String... arguments) throws Exception {
        try (AdminServer server =
                AdminServer.start(state.resolve("admin.sock"), new CertRoutes(desk).all(), AdminLimits.DEFAULT)) {
            assertThat(server.path()).exists();
            return run(shown, arguments);
        }
    }

    private int run(String... arguments) {
        return run(screen, arguments);
    }

    private int run(Screen shown, String... arguments) {
        int[] left = {looks};
        var around = new Surroundings(
                _ -> null,
                new Ancestors(Path.of("/"), List.of()),
                new ByteArrayInputStream(new byte[0]),
                () -> false,
                () -> left[0]-- > 0,
                terminal);
        return new Cli(program, shown.console, around).run(arguments);
    }
}
