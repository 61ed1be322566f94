package dev.portcullis.app;

import dev.portcullis.config.Config.LogLevel;
import org.tinylog.configuration.Configuration;
import org.tinylog.provider.ProviderRegistry;

/// Sets up the log: one line for each event on standard output, written by a thread of its own.
final class Logging {

    private Logging() {}

    /// For a command that only asks: what goes wrong is said on standard error, and nothing else anywhere.
    static void aside() {
        Configuration.set("writer", "console");
        Configuration.set("writer.stream", "err");
        Configuration.set("writer.format", "portcullis: {message}");
        Configuration.set("level", "warn");
    }

    /// For a server, before the first line is logged; later calls change nothing.
    static void start(LogLevel level) {
        if (Configuration.isFrozen()) {
            return;
        }
        Configuration.set("writer", "console");
        Configuration.set("writer.stream", "out");
        Configuration.set("writer.format", "{date: yyyy-MM-dd'T'HH:mm:ss.SSSXXX} {level|min-size=5} {message}");
        Configuration.set("writingthread", "true");
        Configuration.set("autoshutdown", "false");
        Configuration.set("level", level.key());
        // Netty's inner life is its own business.
        Configuration.set("level@io.netty", level.compareTo(LogLevel.DEBUG) >= 0 ? "info" : level.key());
    }

    /// Writes what is still waiting.
    static void stop() {
        try {
            ProviderRegistry.getLoggingProvider().shutdown();
        } catch (Exception unwritten) {
            System.err.println("portcullis: the last log lines could not be written: " + unwritten.getMessage());
        }
    }
}
