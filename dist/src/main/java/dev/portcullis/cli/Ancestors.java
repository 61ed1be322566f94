package dev.portcullis.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The environments of the processes that started this one (proc_pid_environ(5)): sudo(8) takes most variables from
/// what it runs, but keeps them itself.
///
/// @param proc where processes are told of
/// @param pids the parent first
record Ancestors(Path proc, List<Long> pids) {

    private static final int MOST = 16;
    private static final int LARGEST = 256 * 1024;

    Ancestors {
        pids = List.copyOf(pids);
    }

    /// Of this process.
    static Ancestors own() {
        Stream<ProcessHandle> line = Stream.iterate(
                        ProcessHandle.current().parent(),
                        Optional::isPresent,
                        process -> process.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .limit(MOST);
        return new Ancestors(Path.of("/proc"), line.map(ProcessHandle::pid).toList());
    }

    /// Its value in the nearest environment that has it and may be read.
    Optional<String> variable(String name) {
        return pids.stream().flatMap(pid -> in(pid, name).stream()).findFirst();
    }

    private Optional<String> in(long pid, String name) {
        try (InputStream environment =
                Files.newInputStream(proc.resolve(String.valueOf(pid)).resolve("environ"))) {
            String all = new String(environment.readNBytes(LARGEST), StandardCharsets.UTF_8);
            return Stream.of(all.split("\0", -1))
                    .filter(entry -> entry.startsWith(name + "="))
                    .map(entry -> entry.substring(name.length() + 1))
                    .filter(value -> !value.isBlank())
                    .findFirst();
        } catch (IOException _) {
            // Another user's, or gone.
            return Optional.empty();
        }
    }
}
