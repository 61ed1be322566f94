package dev.portcullis.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTargetTest {

    @TempDir
    private Path folder;

    private Path log;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final InstantSource clock = () -> now;

    @BeforeEach
    void name() {
        log = folder.resolve("access.log");
    }

    @Test
    void a_new_file_is_for_its_owner_alone() throws IOException {
        try (FileTarget target = new FileTarget(log, clock)) {
            target.write(lines("one\n"));
        }

        assertThat(Files.readString(log)).isEqualTo("one\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    void an_old_file_goes_on_at_its_end_and_keeps_its_mode() throws IOException {
        Files.writeString(log, "old\n");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r-----"));
        try (FileTarget target = new FileTarget(log, clock)) {
            target.write(lines("new\n"));
        }

        assertThat(Files.readString(log)).isEqualTo("old\nnew\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void after_a_rename_lines_go_to_a_new_file_within_a_second() throws IOException {
        Path rotated = folder.resolve("access.log.1");
        try (FileTarget target = new FileTarget(log, clock)) {
            target.write(lines("one\n"));
            Files.move(log, rotated);
            now = now.plusMillis(999);
            target.write(lines("two\n"));
            now = now.plusMillis(1);
            target.write(lines("three\n"));
        }

        assertThat(Files.readString(rotated)).isEqualTo("one\ntwo\n");
        assertThat(Files.readString(log)).isEqualTo("three\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_was_deleted_or_replaced_is_left_for_the_one_that_has_the_name_now() throws IOException {
        try (FileTarget target = new FileTarget(log, clock)) {
            Files.delete(log);
            now = now.plusSeconds(1);
            target.write(lines("one\n"));
            Files.move(Files.writeString(folder.resolve("other"), "other\n"), folder.resolve("kept"));
            Files.delete(log);
            Files.move(folder.resolve("kept"), log);
            now = now.plusSeconds(1);
            target.write(lines("two\n"));
        }

        assertThat(Files.readString(log)).isEqualTo("other\ntwo\n");
    }

    @Test
    void a_clock_that_is_set_back_does_not_stop_the_looking() throws IOException {
        try (FileTarget target = new FileTarget(log, clock)) {
            Files.delete(log);
            now = now.minusSeconds(3600);
            target.write(lines("one\n"));
        }

        assertThat(Files.readString(log)).isEqualTo("one\n");
    }

    @Test
    void a_full_disk_leaves_the_lines_to_be_written_again() throws IOException {
        ByteBuffer lines = lines("one\ntwo\n");
        try (FileTarget target = new FileTarget(Path.of("/dev/full"), clock)) {
            assertThatThrownBy(() -> target.write(lines))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
        }

        assertThat(lines.remaining()).isEqualTo(8);
    }

    @Test
    void a_line_that_was_written_in_part_is_ended_and_written_again_as_a_whole() throws IOException {
        FillingDisk disk = new FillingDisk(6);
        ByteBuffer lines = lines("one\ntwo\n");
        try (FileTarget target = new FileTarget(log, clock, _ -> disk)) {
            assertThatThrownBy(() -> target.write(lines)).hasMessage("full");
            assertThat(lines.position()).isEqualTo(4);
            disk.room = 100;
            target.write(lines);
        }

        assertThat(disk.text()).isEqualTo("one\ntw\ntwo\n");
    }

    private static ByteBuffer lines(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// A disk with room for so many bytes.
    private static final class FillingDisk implements WritableByteChannel {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int room;

        FillingDisk(int room) {
            this.room = room;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (room == 0) {
                throw new IOException("full");
            }
            int length = Math.min(room, source.remaining());
            byte[] octets = new byte[length];
            source.get(octets);
            written.writeBytes(octets);
            room -= length;
            return length;
        }

        String text() {
            return written.toString(StandardCharsets.US_ASCII);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
