package dev.portcullis.app;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns SIGTERM and SIGINT into an orderly stop that ends with 0: a stop that was asked for is no failure.
final class Signals {

    /// Longer than any drain that can be configured is worth waiting for at shutdown.
    private static final long LONGEST_STOP_SECONDS = 120;

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    private Signals() {}

    /// From here on SIGHUP asks for this, where there is such a signal.
    ///
    /// `sun.misc.Signal` is the only way to it, and cannot be named in code that is compiled without warnings,
    /// so it is looked up.
    @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself alone.
    static void onHangUp(Runnable asked) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            asked.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "equals" -> arguments[0] == proxy;
                            case "hashCode" -> 1;
                            default -> "reload";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn(
                    "SIGHUP does not reload here: {} (expected: a signal of that name). Use: portcullis reload",
                    e.toString());
        }
    }

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
