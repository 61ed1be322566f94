package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.lab.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at each call of a renewal.
class RenewalsKilledTest {

    private static final int AT_ONCE = 3;

    @TempDir
    Path folder;

    @Test
    void a_renewal_that_is_killed_at_any_call_is_finished_at_the_next_start_and_orders_nothing_twice()
            throws Exception {
        List<Call> calls = unharmed();
        List<KilledRenewal> kills = new ArrayList<>();
        for (int call = 1; call <= calls.size(); call++) {
            kills.add(new KilledRenewal(folder(call + "-done"), call, KilledRenewal.Moment.DONE));
            if (isCounted(calls.get(call - 1))) {
                kills.add(new KilledRenewal(folder(call + "-asked"), call, KilledRenewal.Moment.ASKED));
            }
        }
        kills.add(new KilledRenewal(folder("end"), calls.size(), KilledRenewal.Moment.ANSWERED));
        assertThat(kills).hasSizeGreaterThanOrEqualTo(20);
        inParallel(kills);
    }

    /// Does something at the authority, which may be lost or done twice.
    private static boolean isCounted(Call call) {
        return call == Call.NEW_ORDER || call == Call.FINALIZE;
    }

    /// The calls of a renewal that nobody kills.
    private List<Call> unharmed() throws Exception {
        try (KilledRenewal unharmed = new KilledRenewal(folder("unharmed"), 0, KilledRenewal.Moment.ASKED)) {
            unharmed.runUnharmed();
            return unharmed.calls();
        }
    }

    private Path folder(String name) throws Exception {
        return Files.createDirectory(folder.resolve(name));
    }

    private static void inParallel(List<KilledRenewal> kills) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            kills.forEach(kill -> tasks.add(() -> {
                try (kill) {
                    kill.run();
                }
                return null;
            }));
            for (Future<Void> end : threads.invokeAll(tasks)) {
                end.get();
            }
        }
    }
}
