package dev.portcullis.acme.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.order.OpenOrder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalLedgerTest {

    private static final URI AUTHORITY = URI.create("https://acme.test/directory");
    private static final URI OTHER = URI.create("https://other.test/directory");
    private static final String HOME = "home.example.org";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-23T12:00:00.123456789Z");
    private Path file;

    @BeforeEach
    void choose_a_file_in_a_folder_that_does_not_exist() {
        file = folder.resolve("certificates/acme/ledger.json");
    }

    @Test
    void everything_is_there_after_a_restart() throws Exception {
        KeyPair key = key();
        LedgerState all = everything(key);
        ledger().update(_ -> all);

        LedgerState again = ledger().state();

        OpenOrder order = again.notes(HOME).orders().open().get(AUTHORITY);
        assertThat(order.key().getPrivate()).isEqualTo(key.getPrivate());
        assertThat(order.key().getPublic()).isEqualTo(key.getPublic());
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(KeyPair.class)
                .isEqualTo(all);
    }

    @Test
    void only_we_may_read_it_since_it_holds_keys() throws Exception {
        LedgerState all = everything(key());
        ledger().update(_ -> all);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_kill_at_any_write_leaves_the_state_before_or_after_it() throws Exception {
        for (boolean afterIt : new boolean[] {false, true}) {
            for (int kill = 1; kill <= 10; kill++) {
                Files.deleteIfExists(file);
                QuickDisk disk = new QuickDisk();
                disk.killAt(kill, afterIt);
                var ledger = new RenewalLedger(file, () -> now, disk);
                int number = kill;
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 20; i++) {
                                ledger.update(state -> state.plus(order(now)));
                            }
                        })
                        .as("kill at write " + number)
                        .isInstanceOf(QuickDisk.Killed.class);

                assertThat(ledger().state().events()).hasSize(afterIt ? kill : kill - 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "null",
                "\u0000\u0000\u0000",
                "{\"version\":1,\"certificates\":{},\"events\":[]} x",
                "{\"version\":1,\"certificates\":{},\"events\":[{\"kind\":\"ORDER\"}]}",
                "{\"version\":1,\"certificates\":{\"a\":7},\"events\":[]}",
                "{\"version\":1,\"certificates\":{},\"events\":{}}",
                "{\"version\":\"1\",\"certificates\":{},\"events\":[]}",
                "{\"version\":1,\"forgotten\":\"yesterday\",\"certificates\":{},\"events\":[]}"
            })
    void damage_is_set_aside_and_it_is_known_that_nothing_is_known(String damaged) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, damaged);

        assertThat(ledger().state()).isEqualTo(new LedgerState(Map.of(), List.of(), Optional.of(now), Map.of()));
        assertThat(file.resolveSibling("ledger.json.damaged")).hasContent(damaged);
        assertThat(ledger().state().forgotten()).as("after a restart").contains(now);
        now = now.plus(Duration.ofDays(8));
        assertThat(ledger().state().forgotten()).as("after eight days").isEmpty();
    }

    @Test
    void a_ledger_cut_anywhere_is_damage_and_never_half_believed() throws Exception {
        byte[] whole = LedgerWriter.write(everything(key()));
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> LedgerReader.read(cut)).isInstanceOf(LedgerReader.Damaged.class);
        }
    }

    @Test
    void what_a_newer_version_wrote_is_read_as_far_as_it_is_understood() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"version\":2,\"moon\":[{\"phase\":1.5}],\"certificates\":{},\"events\":[{\"kind\":\"ORDER\",\"tide\":true,"
                        + "\"directory\":\"https://acme.test/directory\",\"about\":\"home.example.org\",\"at\":\"2026-11-23T12:00:00Z\"}]}");

        assertThat(ledger().state().events()).hasSize(1);
    }

    @Test
    void old_events_are_forgotten_once_there_are_many() throws Exception {
        var ledger = ledger();
        ledger.update(state -> {
            List<CaEvent> events = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                events.add(order(now.minus(Duration.ofDays(9))));
            }
            events.add(order(now));
            return state.with(events);
        });

        assertThat(ledger.state().events()).hasSize(LedgerState.ALWAYS_KEPT);
    }

    @Test
    void a_clock_that_jumps_ahead_and_comes_back_forgets_nothing_and_holds_nobody_up() throws Exception {
        Instant first = now;
        ledger().update(state -> state.plus(order(now)));
        now = first.plus(Duration.ofDays(3653));
        ledger().update(state -> state.plus(order(now)));
        now = first.plusSeconds(60);

        assertThat(ledger().state().events().stream().map(event -> event.latest(now)))
                .as("the one from the future is taken as of now")
                .containsExactly(first, now);
    }

    @Test
    void a_clock_that_is_behind_at_the_start_and_then_set_right_forgets_nothing() throws Exception {
        Instant before = now;
        ledger().update(state -> state.plus(order(before)));
        now = before.minus(Duration.ofDays(2000));
        var started = ledger();
        started.update(state -> state.plus(order(now)));
        now = before.plus(Duration.ofMinutes(5));
        started.update(state -> state.plus(order(now)));

        assertThat(ledger().state().events().stream().map(event -> event.latest(now)))
                .contains(before);
    }

    @Test
    void orders_that_no_authority_remembers_are_dropped() throws Exception {
        LedgerState all = everything(key());
        ledger().update(_ -> all);
        now = now.plus(Duration.ofDays(8)).plusSeconds(1);

        assertThat(ledger().state().notes(HOME).orders().open()).isEmpty();
    }

    @Test
    void certificates_that_nobody_wants_are_forgotten_a_month_after_the_last_sign_of_life() throws Exception {
        LedgerState all = everything(key());
        Instant later = now.plus(Duration.ofDays(30));

        assertThat(all.wanted(Set.of("other"), later).certificates()).containsOnlyKeys(HOME, "other");
        assertThat(all.wanted(Set.of("other"), later.plusSeconds(6)).certificates())
                .containsOnlyKeys("other");
        assertThat(all.wanted(Set.of(HOME), later.plusSeconds(6)).certificates())
                .containsOnlyKeys(HOME);
    }

    @Test
    void a_kind_or_a_cause_of_a_newer_version_is_passed_over() throws Exception {
        LedgerState all = everything(key());
        ledger().update(_ -> all);
        String text = Files.readString(file);
        Files.writeString(
                file, text.replace("\"FAILED_PROOF\"", "\"REVOCATION\"").replace("\"PORT_CLOSED\"", "\"MOON_EATEN\""));

        LedgerState read = ledger().state();

        assertThat(read.forgotten()).isEqualTo(all.forgotten());
        assertThat(read.events()).hasSize(CaEvent.Kind.values().length - 1);
        assertThat(read.notes(HOME).streak().trouble()).isEmpty();
        assertThat(read.notes(HOME).streak().failures()).isEqualTo(4);
    }

    @Test
    void whoever_only_looks_changes_nothing_and_fails_at_nothing() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "torn");
        Path certificate = file.resolveSibling(HOME + ".pem");
        Files.writeString(certificate, "torn");

        assertThat(new RenewalLedger(file, () -> now, Disk.READ_ONLY).state().certificates())
                .isEmpty();
        assertThat(new CertificateFolder(file.getParent(), () -> now, Disk.READ_ONLY).read(HOME))
                .isEmpty();
        assertThat(file.getParent()).isDirectoryContaining(file::equals).isDirectoryContaining(certificate::equals);
        assertThat(file).hasContent("torn");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void a_full_disk_is_told_and_changes_nothing() throws Exception {
        QuickDisk disk = new QuickDisk();
        var ledger = new RenewalLedger(file, () -> now, disk);
        ledger.update(state -> state.plus(order(now)));
        disk.full(true);

        AcmeFailure failure =
                catchThrowableOfType(AcmeFailure.class, () -> ledger.update(state -> state.plus(order(now))));

        assertThat(failure.trouble().cause()).isEqualTo(AcmeTrouble.Cause.STATE_UNUSABLE);
        assertThat(failure.trouble().where()).isEqualTo(file.toString());
        assertThat(failure.trouble().found()).contains("No space left on device");
        assertThat(ledger.state().events()).hasSize(1);
    }

    @Test
    void a_ledger_that_cannot_be_read_is_no_first_start() throws Exception {
        Files.createDirectories(file);

        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, () -> ledger().state());

        assertThat(failure.trouble().cause()).isEqualTo(AcmeTrouble.Cause.STATE_UNUSABLE);
    }

    private RenewalLedger ledger() {
        return new RenewalLedger(file, () -> now);
    }

    private static CaEvent order(Instant at) {
        return new CaEvent(CaEvent.Kind.ORDER, AUTHORITY, HOME, at);
    }

    private LedgerState everything(KeyPair key) {
        var open = new OpenOrder(
                AUTHORITY,
                URI.create("https://acme.test/order/1"),
                List.of(HOME, "*.example.org"),
                key,
                ChallengeType.DNS_01,
                now);
        var trouble = AcmeTrouble.of(AcmeTrouble.Cause.PORT_CLOSED, "where \"ü\"", "found\n", "Remedy.")
                .until(now.plusSeconds(3));
        var notes = new Notes(
                new Notes.Orders(
                        Map.of(AUTHORITY, open),
                        Optional.of(ChallengeType.HTTP_01),
                        Set.of(AUTHORITY, OTHER),
                        Map.of(OTHER, now.plusSeconds(9))),
                new Notes.Streak(
                        4, Optional.of(now), Optional.of(now.plusSeconds(60)), Optional.of(trouble), "third_failure"),
                Optional.of(new Notes.Issue(OTHER, Optional.of(ChallengeType.TLS_ALPN_01), now)),
                Optional.of(new Notes.Advice(
                        Optional.of(new Notes.Window(now, now.plusSeconds(2), now.plusSeconds(1), "https://why.test")),
                        now.plusSeconds(5))));
        List<CaEvent> events = new ArrayList<>();
        for (CaEvent.Kind kind : CaEvent.Kind.values()) {
            events.add(new CaEvent(kind, AUTHORITY, HOME, now));
        }
        return new LedgerState(
                Map.of(HOME, notes, "other", Notes.NONE), events, Optional.of(now), Map.of(OTHER, now.plusSeconds(70)));
    }

    private static KeyPair key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
