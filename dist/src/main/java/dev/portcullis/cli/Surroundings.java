package dev.portcullis.cli;

import dev.portcullis.rules.net.Address;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a command finds around it.
///
/// @param environment looks up environment variables; null when one is not set
/// @param ancestors what those have that started us
/// @param input what is piped into the program
/// @param pace for what is shown again and again
/// @param quickly for what somebody waits for
/// @param terminal whether a person sees what is printed
record Surroundings(
        Function<String, @Nullable String> environment,
        Ancestors ancestors,
        InputStream input,
        Pace pace,
        Pace quickly,
        boolean terminal) {

    /// The process' own.
    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
    static Surroundings system() {
        java.io.Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Surroundings(System::getenv, Ancestors.own(), System.in, every(1000), every(500), terminal);
    }

    private static Pace every(long milliseconds) {
        return () -> {
            try {
                Thread.sleep(milliseconds);
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    /// Waits until it is time for the next look.
    interface Pace {
        /// False when there is to be no further one.
        boolean next();
    }

    /// Where the user of this terminal sits, when he came by ssh: the first word of `SSH_CONNECTION` or
    /// `SSH_CLIENT` (ssh(1)), of ours or, behind sudo, of the nearest process above that has it.
    Optional<Address> own() {
        return variable("SSH_CONNECTION")
                .or(() -> variable("SSH_CLIENT"))
                .or(() -> ancestors.variable("SSH_CONNECTION"))
                .or(() -> ancestors.variable("SSH_CLIENT"))
                .flatMap(value -> {
                    String client = value.split(" ", 2)[0];
                    int zone = client.indexOf('%');
                    return Address.parse(zone < 0 ? client : client.substring(0, zone));
                });
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }
}
