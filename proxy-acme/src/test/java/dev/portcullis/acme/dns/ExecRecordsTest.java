package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecRecordsTest {

    private static final String NAME = "_acme-challenge.home.example.org";
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void the_program_is_told_what_to_do() throws Exception {
        Path told = folder.resolve("told");
        ExecRecords records = program("for each in \"$@\"; do echo \"<$each>\"; done >> " + told);

        records.add(NAME, "-value;$(id) *");
        records.remove(NAME, "v");

        assertThat(told)
                .content()
                .isEqualTo("<add>\n<%s>\n<-value;$(id) *>\n<remove>\n<%s>\n<v>\n".formatted(NAME, NAME));
    }

    @Test
    void the_program_gets_no_variable_of_ours_but_the_path() throws Exception {
        Path told = folder.resolve("told");

        program("/usr/bin/env > " + told).add(NAME, "v");

        // The shell itself adds its own three.
        assertThat(Files.readAllLines(told))
                .map(line -> line.substring(0, line.indexOf('=')))
                .contains("PATH")
                .isSubsetOf("PATH", "PWD", "SHLVL", "_", "OLDPWD");
    }

    @Test
    void the_program_has_nothing_to_read() throws Exception {
        Path told = folder.resolve("told");

        program("read line; echo \"$line.\" > " + told).add(NAME, "v");

        assertThat(told).content().isEqualTo(".\n");
    }

    @Test
    void a_failure_shows_the_code_and_the_last_line() throws Exception {
        ExecRecords records = program("echo one; echo 'zone  not\tfound \033[31m' >&2; echo; exit 3");

        AcmeTrouble trouble = Failures.of(() -> records.add(NAME, "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
        assertThat(trouble.found()).isEqualTo("exit code 3, last line: \"zone not found [31m\"");
        assertThat(trouble.where()).endsWith("add " + NAME);
    }

    @Test
    void a_flood_on_stderr_neither_blocks_the_program_nor_fills_the_memory() throws Exception {
        ExecRecords records = program("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo the end >&2; exit 1");

        assertThat(Failures.of(() -> records.add(NAME, "v")).found()).isEqualTo("exit code 1, last line: \"the end\"");
    }

    @Test
    void one_endless_line_is_cut() throws Exception {
        ExecRecords records = program("head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1");

        assertThat(Failures.of(() -> records.add(NAME, "v")).found())
                .hasSizeLessThan(400)
                .contains("xxx…");
    }

    @Test
    void a_program_that_hangs_is_ended_with_its_children() throws Exception {
        Path pids = folder.resolve("pids");
        ExecRecords records =
                program("sleep 600 & echo $! > " + pids + "; echo $$ >> " + pids + "; echo waiting; wait", 2);

        AcmeTrouble trouble = Failures.of(() -> records.add(NAME, "v"));

        assertThat(trouble.found()).isEqualTo("still running after 2 s, and ended by us, last line: \"waiting\"");
        assertThat(Files.readAllLines(pids)).hasSize(2).allSatisfy(pid -> {
            Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(pid));
            if (left.isPresent()) {
                left.get().onExit().get(30, TimeUnit.SECONDS);
            }
        });
    }

    @Test
    void a_child_that_is_left_behind_with_our_pipe_does_not_hold_us_up() throws Exception {
        Path pid = folder.resolve("pid");
        ExecRecords records = program("sleep 600 & echo $! > " + pid + "; exit 0");

        records.add(NAME, "v");

        Optional<ProcessHandle> left =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        assertThat(left).as("the child outlives the program").isPresent();
        left.get().destroyForcibly();
    }

    @Test
    void an_interrupted_run_ends_the_program_and_stays_interrupted() throws Exception {
        ExecRecords records = program("sleep 600");
        Thread.currentThread().interrupt();

        AcmeTrouble trouble = Failures.of(() -> records.add(NAME, "v"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(trouble.found()).isEqualTo("interrupted");
    }

    @Test
    void a_program_that_is_not_there_is_told() {
        ExecRecords records = new ExecRecords(folder.resolve("missing"));

        AcmeTrouble trouble = Failures.of(() -> records.add(NAME, "v"));

        assertThat(trouble.found()).startsWith("cannot be started");
        assertThat(trouble.remedy()).contains("may be executed");
    }

    @Test
    void a_file_that_may_not_be_executed_is_told() throws Exception {
        Path script = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");

        assertThat(Failures.of(() -> new ExecRecords(script).add(NAME, "v")).found())
                .startsWith("cannot be started");
    }

    private ExecRecords program(String script) throws IOException {
        return new ExecRecords(write(script), PATIENT);
    }

    private ExecRecords program(String script, int seconds) throws IOException {
        return new ExecRecords(write(script), Duration.ofSeconds(seconds));
    }

    private Path write(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
