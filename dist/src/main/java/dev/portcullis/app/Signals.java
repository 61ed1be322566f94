package dev.portcullis.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns SIGTERM and SIGINT into an orderly stop that ends with 0: a stop that was asked for is no failure.
final class Signals {

    /// Longer than any drain that can be configured is worth waiting for at shutdown.
    private static final long LONGEST_STOP_SECONDS = 120;

    private Signals() {}

    /// From here on a signal asks for the stop and the process ends once that is done.
    static void install(Runnable askToStop, CountDownLatch stopped) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            askToStop.run();
            try {
                boolean inTime = stopped.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
                Runtime.getRuntime().halt(inTime ? 0 : 1);
            } catch (InterruptedException _) {
                Runtime.getRuntime().halt(1);
            }
        }));
    }
}
