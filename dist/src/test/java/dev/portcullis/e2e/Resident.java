package dev.portcullis.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory another process has.
final class Resident {

    private Resident() {}

    /// Its resident memory in KiB, the pages that it shares included.
    static long kib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replace("VmRSS:", "").replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
