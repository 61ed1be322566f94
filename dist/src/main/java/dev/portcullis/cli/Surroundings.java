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
record Surroundings(Function<String, @Nullable String> environment, Ancestors ancestors, InputStream input, Pace pace) {

    /// The process' own.
    static Surroundings system() {
        return new Surroundings(System::getenv, Ancestors.own(), System.in, () -> {
            try {
                Thread.sleep(1000);
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
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
