package dev.portcullis.store;

import static dev.portcullis.store.Samples.MONTH;
import static dev.portcullis.store.Samples.NOW;
import static dev.portcullis.store.Samples.QUICK;
import static dev.portcullis.store.Samples.banned;
import static dev.portcullis.store.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.ClientKey;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreDamageTest {

    private static final int BANS = 2_000;

    @TempDir
    Path folder;

    private Path file;
    private Path wal;

    @BeforeEach
    void a_store_with_bans() throws Exception {
        file = folder.resolve("portcullis.db");
        wal = folder.resolve("portcullis.db-wal");
        try (Store store = open(folder)) {
            List<Effect> effects = new ArrayList<>();
            LongStream.rangeClosed(1, BANS).forEach(id -> effects.add(banned(id, ChildStore.network(id))));
            effects.add(new Effect.OwnerSeen(ClientKey.of(Samples.address("192.0.2.1")), NOW));
            effects.add(new Effect.CredentialLearned("abc", NOW));
            store.append(effects).get();
        }
    }

    private List<Path> setAside() throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(path -> path.getFileName().toString().startsWith("portcullis.db.damaged-"))
                    .toList();
        }
    }

    private void overwrite(Path path, long position, byte[] octets) throws Exception {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(octets), position);
        }
    }

    private void worksAgain() throws Exception {
        try (Store store = open(folder)) {
            assertThat(store.notices())
                    .singleElement()
                    .asString()
                    .startsWith(file.toRealPath() + ": was damaged: ")
                    .contains("Set aside as portcullis.db.damaged-20260301T120000Z");
            store.append(List.of(banned(9_000_000, "192.0.2.99"))).get();
        }
        assertThat(setAside()).isNotEmpty();
        try (Store store = open(folder)) {
            assertThat(store.notices()).isEmpty();
            assertThat(store.ban(9_000_000)).isPresent();
        }
    }

    @Test
    void a_file_of_zeros_is_set_aside() throws Exception {
        Files.write(file, new byte[(int) Files.size(file)]);
        worksAgain();
    }

    @Test
    void an_empty_file_is_set_aside() throws Exception {
        Files.write(file, new byte[0]);
        worksAgain();
    }

    @Test
    void a_file_of_noise_is_set_aside() throws Exception {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        Files.write(file, noise);
        worksAgain();
    }

    @Test
    void a_sound_file_of_another_program_is_refused_and_left_alone() throws Exception {
        Files.delete(file);
        try (Connection raw = Samples.raw(folder)) {
            Transaction.execute(raw, "CREATE TABLE bans (something, other)");
        }
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(StoreTrouble.class)
                .hasMessageStartingWith(file.toRealPath() + ": cannot be used: ")
                .hasMessageContaining("table bans already exists");
        assertThat(setAside()).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void a_damaged_file_stays_in_its_place_until_its_bans_are_saved_on_disk() throws Exception {
        overwrite(file, pageOf("bans"), new byte[4_096]);
        byte[] damaged = Files.readAllBytes(file);
        Path inTheWay = Files.createDirectories(folder.resolve("portcullis.db.new/full"));
        assertThatThrownBy(() -> open(folder)).isInstanceOf(StoreTrouble.class);
        assertThat(file).hasBinaryContent(damaged);
        assertThat(setAside()).isEmpty();

        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        savesMost();
    }

    @Test
    void an_unfinished_rescue_is_begun_anew() throws Exception {
        overwrite(file, pageOf("bans"), new byte[4_096]);
        Files.write(folder.resolve("portcullis.db.new"), new byte[5_000]);
        Files.write(folder.resolve("portcullis.db.new-wal"), new byte[5_000]);
        savesMost();
        assertThat(folder.resolve("portcullis.db.new")).doesNotExist();
        assertThat(folder.resolve("portcullis.db.new-wal")).doesNotExist();
    }

    @Test
    void a_rescue_that_was_killed_before_its_last_rename_is_finished() throws Exception {
        Files.move(file, folder.resolve("portcullis.db.new"));
        Files.write(wal, new byte[50_000]);
        try (Store store = open(folder)) {
            assertThat(store.remembered(MONTH, MONTH).bans()).hasSize(BANS);
            assertThat(store.notices())
                    .singleElement()
                    .asString()
                    .contains("was damaged")
                    .contains("taken its place");
        }
        assertThat(folder.resolve("portcullis.db.new")).doesNotExist();
        assertThat(setAside()).isNotEmpty();
    }

    private void savesMost() throws Exception {
        try (Store store = open(folder)) {
            assertThat(store.remembered(MONTH, MONTH).bans().size()).isBetween(BANS - 100, BANS - 1);
        }
        assertThat(setAside()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4_096, 5_000, 40_960})
    void a_file_that_was_cut_is_set_aside(int length) throws Exception {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(length);
        }
        worksAgain();
    }

    @Test
    void bans_on_sound_pages_are_saved_from_a_damaged_file() throws Exception {
        long leaf = pageOf("bans");
        overwrite(file, leaf, new byte[4_096]);
        try (Store store = open(folder)) {
            assertThat(store.notices()).singleElement().asString().contains("bans from the old one");
            int saved = store.remembered(MONTH, MONTH).bans().size();
            assertThat(saved).isBetween(BANS - 100, BANS - 1);
            assertThat(store.remembered(MONTH, MONTH).nextBan()).isEqualTo(BANS + 1);
            assertThat(store.remembered(MONTH, MONTH).owners()).hasSize(1);
            assertThat(store.remembered(MONTH, MONTH).credentials()).hasSize(1);
        }
    }

    /// Where a leaf in the middle of that table is in the file.
    private long pageOf(String table) throws Exception {
        try (Connection raw = Samples.raw(folder);
                Statement statement = raw.createStatement();
                ResultSet row = statement.executeQuery("SELECT pageno FROM dbstat WHERE name = '" + table
                        + "' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET 5")) {
            return (row.getLong(1) - 1) * 4_096;
        }
    }

    @Test
    void a_torn_log_loses_only_its_torn_end() throws Exception {
        Path copy = folder.resolve("copy");
        Files.createDirectory(copy);
        try (Store store = open(folder)) {
            for (long id = BANS + 1; id <= BANS + 10; id++) {
                store.append(List.of(banned(id, ChildStore.network(id)))).get();
            }
            Files.copy(file, copy.resolve("portcullis.db"));
            Files.copy(wal, copy.resolve("portcullis.db-wal"));
        }
        long whole = Files.size(copy.resolve("portcullis.db-wal"));
        for (long length = whole; length > 0; length -= 3_000) {
            Path torn = Files.createDirectories(folder.resolve("torn-" + length));
            Files.copy(copy.resolve("portcullis.db"), torn.resolve("portcullis.db"));
            Path log = torn.resolve("portcullis.db-wal");
            Files.copy(copy.resolve("portcullis.db-wal"), log, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            try (Store store = open(torn)) {
                assertThat(store.notices()).isEmpty();
                assertThat(store.remembered(MONTH, MONTH).bans().size())
                        .as("%d of %d bytes", length, whole)
                        .isBetween(length == whole ? BANS + 10 : BANS, BANS + 10);
            }
        }
    }

    @Test
    void a_log_of_zeros_or_noise_loses_only_what_was_in_it() throws Exception {
        byte[] noise = new byte[50_000];
        for (int round = 0; round < 2; round++) {
            Files.write(wal, noise);
            try (Store store = open(folder)) {
                assertThat(store.remembered(MONTH, MONTH).bans()).hasSize(BANS);
                assertThat(store.notices()).isEmpty();
            }
            new Random(2).nextBytes(noise);
        }
    }

    @Test
    void damage_while_it_is_open_is_noticed_and_writing_goes_on() throws Exception {
        try (Store store = open(folder, NOW, QUICK)) {
            overwrite(file, 0, new byte[(int) Files.size(file)]);
            Files.write(wal, new byte[0]);
            assertThatThrownBy(() -> store.remembered(MONTH, MONTH)).isInstanceOf(LedgerTrouble.class);
            store.append(List.of(banned(9_000_000, "192.0.2.99"))).get();
            assertThat(store.ban(9_000_000)).isPresent();
            assertThat(store.notices()).hasSize(1);
            assertThat(store.health()).isEqualTo(new StoreHealth(0, 0, ""));
        }
        assertThat(setAside()).isNotEmpty();
    }

    @Test
    void rows_that_cannot_be_read_are_left_out_and_told_once() throws Exception {
        try (Connection raw = Samples.raw(folder)) {
            Transaction.execute(raw, "UPDATE bans SET cause = 'of_tomorrow' WHERE id = 5");
            Transaction.execute(raw, "UPDATE bans SET first = x'', prefix = 99 WHERE id = 6");
            Transaction.execute(raw, "UPDATE owners SET client_key = x'0401'");
        }
        try (Store store = open(folder)) {
            Remembered known = store.remembered(MONTH, MONTH);
            assertThat(known.bans()).hasSize(BANS - 2).extracting(Ban::id).doesNotContain(5L, 6L);
            assertThat(known.owners()).isEmpty();
            assertThat(known.nextBan()).isEqualTo(BANS + 1);
            BanFilter all = new BanFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            assertThat(store.bans(all, 10_000)).hasSize(BANS - 2);
            assertThat(store.ban(5)).isEmpty();
            assertThat(store.notices())
                    .singleElement()
                    .asString()
                    .startsWith(file.toRealPath() + ": 3 rows cannot be read and are left out");
        }
    }

    @Test
    void a_hash_key_of_the_wrong_length_is_set_aside() throws Exception {
        Files.write(folder.resolve("hash.key"), new byte[5]);
        try (Store store = open(folder)) {
            assertThat(store.hashKey()).hasSize(32);
            assertThat(store.notices()).singleElement().asString().contains("hash.key: was damaged: 5 bytes");
        }
        assertThat(folder.resolve("hash.key.damaged")).hasBinaryContent(new byte[5]);
    }
}
