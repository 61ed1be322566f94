package dev.portcullis.setup;

import dev.portcullis.config.ConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// `init`: asks, writes a commented `portcullis.yaml` that `check` accepts, and says what is left to do.
public final class Setup {

    private final ConfigFile reader;
    private final Sighting.Search search;

    /// @param reader judges answers, and at last the whole
    public Setup(ConfigFile reader, Sighting.Search search) {
        this.reader = reader;
        this.search = search;
    }

    /// What was done.
    ///
    /// @param steps what is left for the owner, in order
    public record Done(Path file, List<String> steps) {
        public Done {
            steps = List.copyOf(steps);
        }
    }

    /// Asks what was not given, and writes the file.
    ///
    /// @param file where to
    /// @param named how the owner names the file in commands; empty if it is where it is looked for
    /// @param usualState where everything that is kept is to be; empty for the usual folder
    /// @throws Unanswered if something is missing or wrong; nothing was written
    /// @throws IOException if the file cannot be written
    public Done run(Given given, Prompt prompt, Path file, String named, String usualState)
            throws Unanswered, IOException {
        Trial trial = new Trial(reader, file);
        Answers known = usualState.isEmpty() ? Answers.NONE : Answers.NONE.withState(usualState);
        known = given.value("listen").map(known::withListen).orElse(known);
        String objection = trial.objection(known);
        if (!objection.isEmpty()) {
            throw new Unanswered("--listen or --state: " + objection);
        }
        Interview interview = new Interview(given, prompt, trial, search);
        Answers answers = interview.run(known);
        write(file, new ConfigText(answers).toString());
        return new Done(file, new NextSteps(answers, interview.seen(), named).list());
    }

    /// Webhook ids are secrets: for the owner of the file and, so that a service may read it, the folder's group.
    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new IOException("no file");
        }
        Files.createDirectories(folder);
        Path beside = Files.createTempFile(
                folder,
                ".portcullis",
                ".yaml",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            shareWithGroup(beside, folder);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void shareWithGroup(Path file, Path folder) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            view.setGroup(
                    Files.readAttributes(folder, PosixFileAttributes.class).group());
            view.setPermissions(PosixFilePermissions.fromString("rw-r-----"));
        } catch (FileSystemException _) {
            // Not a member of that group: the file stays its owner's alone.
        }
    }
}
