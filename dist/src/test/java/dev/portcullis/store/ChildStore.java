package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A process of its own that bans without end and prints the id of each ban that the store has acknowledged.
///
/// Besides it writes logins and probes, so that it may die in the middle of any of them.
public final class ChildStore {

    private static final int AT_A_TIME = 50;

    private ChildStore() {}

    /// Bans until it is killed.
    ///
    /// @param arguments the state folder
    public static void main(String[] arguments) throws Exception {
        Store store = Store.open(Path.of(arguments[0]), Duration.ofDays(90), InstantSource.system());
        long id = store.remembered(Duration.ofDays(30), Duration.ofDays(30)).nextBan();
        Semaphore open = new Semaphore(AT_A_TIME);
        while (true) {
            long ban = id++;
            open.acquire();
            List<Effect> effects = List.of(
                    new Effect.Banned(Samples.ban(ban, network(ban)), List.of(Samples.evidence(0, "/" + ban, "x"))),
                    Samples.probe("192.0.2.1", "/" + ban, 1));
            store.append(effects).whenComplete((_, failed) -> {
                if (failed == null) {
                    acknowledge(ban);
                }
                open.release();
            });
            store.append(List.of(Samples.probe("192.0.2.2", "/more", 1)));
        }
    }

    static String network(long ban) {
        return "10." + (ban >> 16 & 255) + "." + (ban >> 8 & 255) + "." + (ban & 255);
    }

    private static synchronized void acknowledge(long ban) {
        System.out.println(ban);
        System.out.flush();
    }

    static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildStore.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static String firstLine(Process child) throws IOException {
        return lines(child).readLine();
    }

    static BufferedReader lines(Process child) {
        return new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII));
    }
}
