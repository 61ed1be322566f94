package dev.portcullis.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the user wants us to look.
///
/// @param config the value of `--config`, as given
/// @param state the value of `--state`, as given
public record Places(Optional<Path> config, Optional<Path> state) {

    /// Where a configuration is looked for when the user names none, in order.
    public static final List<Path> USUAL_CONFIGS =
            List.of(Path.of("portcullis.yaml"), Path.of("/etc/portcullis/portcullis.yaml"));

    /// The file that was named, whether it exists or not, else the first usual one that exists.
    public Optional<Path> configFile() {
        return config.or(() -> USUAL_CONFIGS.stream().filter(Files::exists).findFirst());
    }
}
