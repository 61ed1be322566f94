package dev.portcullis.store;

import static dev.portcullis.store.Samples.MONTH;
import static dev.portcullis.store.Samples.NOW;
import static dev.portcullis.store.Samples.QUICK;
import static dev.portcullis.store.Samples.banned;
import static dev.portcullis.store.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOwnershipTest {

    @TempDir
    Path parent;

    @Test
    void nobody_else_may_read_what_is_kept() throws Exception {
        Path folder = parent.resolve("state");
        try (Store store = open(folder)) {
            store.hashKey();
            store.append(List.of(banned(1, "192.0.2.1"))).get();
            assertThat(mode(folder)).isEqualTo("rwx------");
            assertThat(List.of(
                            "portcullis.db",
                            "portcullis.db-wal",
                            "portcullis.db-shm",
                            "portcullis.db.lock",
                            "hash.key"))
                    .allSatisfy(name -> assertThat(mode(folder.resolve(name))).isEqualTo("rw-------"));
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void a_second_process_is_refused_until_the_first_has_ended() throws Exception {
        Process first = ChildStore.start(parent);
        try {
            assertThat(ChildStore.firstLine(first)).isEqualTo("1");
            assertThatThrownBy(() -> open(parent, NOW, QUICK))
                    .isInstanceOf(StoreTrouble.class)
                    .hasMessageStartingWith(parent.toRealPath()
                            + "/portcullis.db: another Portcullis is running with it (pid " + first.pid() + ")")
                    .hasMessageContaining("portcullis stop");
        } finally {
            first.destroyForcibly().waitFor();
        }
        try (Store store = open(parent)) {
            assertThat(store.ban(1)).isPresent();
        }
    }

    @Test
    void a_second_store_in_one_process_is_refused() throws Exception {
        try (Store _ = open(parent)) {
            assertThatThrownBy(() -> open(parent, NOW, QUICK))
                    .isInstanceOf(StoreTrouble.class)
                    .hasMessageContaining("another Portcullis is running");
        }
    }

    @Test
    void a_server_waits_for_a_command_that_is_about_to_end() throws Exception {
        Store command = open(parent);
        CompletableFuture<Store> server = CompletableFuture.supplyAsync(() -> {
            try {
                return open(parent);
            } catch (StoreTrouble refused) {
                throw new IllegalStateException(refused);
            }
        });
        command.append(List.of(banned(1, "192.0.2.1"))).get();
        assertThat(server).isNotDone();
        command.close();
        try (Store opened = server.get()) {
            assertThat(opened.ban(1)).isPresent();
        }
    }

    @Test
    void whoever_only_reads_needs_no_lock() throws Exception {
        try (Store store = open(parent)) {
            store.append(List.of(banned(1, "192.0.2.1"))).get();
            try (ReadLedger reading =
                    ReadLedger.open(parent, InstantSource.fixed(NOW)).orElseThrow()) {
                assertThat(reading.ban(1)).isPresent();
                assertThat(reading.remembered(MONTH, MONTH).nextBan()).isEqualTo(2);
                store.append(List.of(banned(2, "192.0.2.2"))).get();
                assertThat(reading.ban(2)).isPresent();
            }
        }
        ReadLedger reading = ReadLedger.open(parent, InstantSource.fixed(NOW)).orElseThrow();
        try (Store store = open(parent, NOW, QUICK)) {
            assertThat(reading.ban(2)).isPresent();
            assertThat(store.ban(2)).isPresent();
        } finally {
            reading.close();
        }
        assertThat(ReadLedger.open(parent.resolve("none"), InstantSource.system()))
                .isEmpty();
    }

    @Test
    void a_folder_that_is_a_file_is_refused() throws Exception {
        Path file = Files.createFile(parent.resolve("state"));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreTrouble.class)
                .hasMessageStartingWith(file + ": cannot be used: it is no folder");
    }

    @Test
    void a_database_of_a_newer_program_is_refused_and_left_alone() throws Exception {
        open(parent).close();
        try (Connection raw = Samples.raw(parent);
                Statement statement = raw.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        byte[] before = Files.readAllBytes(parent.resolve("portcullis.db"));
        assertThatThrownBy(() -> open(parent))
                .isInstanceOf(StoreTrouble.class)
                .hasMessageContaining("is of version 99 (expected: 1 or less). A newer Portcullis wrote it");
        assertThat(Files.readAllBytes(parent.resolve("portcullis.db"))).isEqualTo(before);
    }

    @Test
    void a_database_of_version_1_is_brought_to_version_2_and_keeps_its_bans() throws Exception {
        try (Store store = open(parent)) {
            store.append(List.of(banned(1, "192.0.2.1"))).get();
        }
        Migrations two = new Migrations(List.of(
                Migrations.own().scripts().getFirst(),
                "ALTER TABLE bans ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'; CREATE TABLE more (x INTEGER)"));
        try (Store store = Store.open(parent, Duration.ofDays(9), InstantSource.system(), two, Samples.QUICK)) {
            assertThat(store.ban(1)).isPresent();
            store.append(List.of(banned(2, "192.0.2.2"))).get();
            assertThat(store.notices()).isEmpty();
        }
        try (Connection raw = Samples.raw(parent)) {
            assertThat(Migrations.version(raw)).isEqualTo(2);
            assertThat(new Where().and("colour = ?", "red").number(raw, "SELECT count(*) FROM bans", 0))
                    .isEqualTo(2);
        }
    }

    @Test
    void a_migration_that_fails_changes_nothing() throws Exception {
        try (Connection raw = Samples.raw(parent)) {
            Migrations bad = new Migrations(List.of("CREATE TABLE one (x); CREATE TABLE one (x)"));
            assertThatThrownBy(() -> bad.run(raw)).hasMessageContaining("already exists");
            assertThat(Migrations.version(raw)).isZero();
            assertThat(new Where().number(raw, "SELECT count(*) FROM sqlite_schema", -1))
                    .isZero();
        }
    }
}
