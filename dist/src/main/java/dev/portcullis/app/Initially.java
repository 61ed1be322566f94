package dev.portcullis.app;

import dev.portcullis.cli.Places;
import dev.portcullis.cli.UsageTrouble;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.setup.Given;
import dev.portcullis.setup.Prompt;
import dev.portcullis.setup.Setup;
import dev.portcullis.setup.Unanswered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// `init`: where the file goes, and where the state is to be.
final class Initially {

    private static final Path HERE = Places.USUAL_CONFIGS.getFirst();
    private static final Path INSTALLED = Places.USUAL_CONFIGS.getLast();
    private static final Path USUAL_STATE = Path.of("/var/lib/portcullis");

    private final Setup setup;
    private final Path ownState;

    /// @param reader judges answers
    /// @param ownState a folder for users who may not write to the usual one
    Initially(ConfigFile reader, Path ownState, InstantSource time) {
        this.setup = new Setup(reader, new SetupSearch(time));
        this.ownState = ownState;
    }

    Setup.Done run(Given given, Prompt prompt, boolean replace, Places places) throws UsageTrouble {
        Path file = places.config().orElseGet(Initially::usualFile);
        if (Files.exists(file) && !replace) {
            throw new UsageTrouble(
                    "%s: exists already (expected: no such file). Change it with an editor, or name".formatted(file)
                            + " another with --config FILE, or write over it with --force.");
        }
        String named = places.config().isPresent() ? file.toString() : "";
        try {
            return setup.run(given, prompt, file, named, state(places, file));
        } catch (Unanswered missing) {
            throw new UsageTrouble(String.valueOf(missing.getMessage()));
        } catch (IOException e) {
            throw new UsageTrouble(
                    "%s: cannot be written: %s (expected: a folder that you may write to). Name another with --config FILE."
                            .formatted(file, e.getMessage()));
        }
    }

    /// Where root has the package, the package's file.
    private static Path usualFile() {
        Path folder = INSTALLED.getParent();
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder) ? INSTALLED : HERE;
    }

    /// Nothing where the usual folder will do.
    private String state(Places places, Path file) {
        if (places.state().isPresent()) {
            return places.state().get().toAbsolutePath().normalize().toString();
        }
        boolean usual = file.equals(INSTALLED)
                || Files.isWritable(USUAL_STATE)
                || (!Files.exists(USUAL_STATE) && Files.isWritable(Path.of("/var/lib")));
        return usual ? "" : ownState.toString();
    }
}
