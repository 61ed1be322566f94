package dev.portcullis.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Clients that ask again and again until they are told to stop: some on one connection for ever, some on a new one
/// each time.
final class Traffic implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<AtomicLong> answers = new ArrayList<>();
    private final int port;
    private final String host;
    private volatile boolean over;

    private Traffic(int port, String host) {
        this.port = port;
        this.host = host;
    }

    /// @param loyal how many keep their connection
    /// @param fleeting how many take a new one for each request
    static Traffic start(int port, String host, int loyal, int fleeting) {
        Traffic traffic = new Traffic(port, host);
        for (int i = 0; i < loyal + fleeting; i++) {
            AtomicLong answered = new AtomicLong();
            traffic.answers.add(answered);
            boolean keeps = i < loyal;
            traffic.threads.execute(() -> traffic.ask(keeps, answered));
        }
        return traffic;
    }

    private void ask(boolean keeps, AtomicLong answered) {
        try {
            while (!over) {
                try (Visitor visitor = new Visitor(port, host)) {
                    do {
                        int status = visitor.exchange("GET", "/").status();
                        if (status != 200) {
                            throw new IOException("status " + status);
                        }
                        answered.incrementAndGet();
                    } while (keeps && !over);
                }
            }
        } catch (IOException | RuntimeException e) {
            failures.add((keeps ? "on its connection: " : "on a new connection: ") + e);
        }
    }

    /// Waits until each client has had two answers more, so that one of them was to a request that began later than
    /// this.
    void awaitRound() {
        List<Long> before = answers.stream().map(AtomicLong::get).toList();
        Patience.until(
                () -> {
                    for (int i = 0; i < before.size(); i++) {
                        if (answers.get(i).get() < before.get(i) + 2) {
                            return !failures.isEmpty();
                        }
                    }
                    return true;
                },
                "answers for everybody");
    }

    /// Who failed ended with that.
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over = true;
        threads.close();
    }
}
