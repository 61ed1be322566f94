package dev.portcullis.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads and checks `portcullis.yaml`. All keys are in `docs/configuration.md`.
///
/// Holds no state of a file: one instance may read many, also from several threads.
public final class ConfigFile {

    private final Function<String, @Nullable String> environment;

    /// Files are read with this environment.
    ///
    /// @param environment looks up the variables that the file refers to as `${NAME}`; null when one is not set
    public ConfigFile(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /// Never fails: also a file that is absent or unreadable is a [Loaded.Broken].
    ///
    /// @param file as the user named it, which is how messages name it; relative paths in it begin in its folder
    public Loaded load(Path file) {
        Findings findings = new Findings(file.toString());
        byte[] bytes = SourceText.read(file, findings);
        return bytes == null ? new Loaded.Broken(findings.problems()) : check(bytes, file, findings);
    }

    /// The same for bytes that are not in the file (yet).
    public Loaded check(byte[] bytes, Path file) {
        return check(bytes, file, new Findings(file.toString()));
    }

    /// Where the file says that the admin socket is, whatever else is wrong with it: it may be the file of a server
    /// that runs.
    ///
    /// @return empty if the file cannot be read as YAML
    public Optional<Path> adminSocket(Path file) {
        Findings unheard = new Findings(file.toString());
        byte[] bytes = SourceText.read(file, unheard);
        return Optional.ofNullable(bytes == null ? null : root(bytes, file, unheard))
                .map(SocketPlace::of);
    }

    private @Nullable Section root(byte[] bytes, Path file, Findings findings) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Reading reading = new Reading(findings, environment, folder == null ? Path.of("/") : folder);
        String text = SourceText.decode(bytes, findings);
        Node tree = text == null ? null : YamlTree.read(text, findings);
        return tree == null ? null : RootKeys.ROOT.read(tree, Where.root(tree.at()), reading);
    }

    private Loaded check(byte[] bytes, Path file, Findings findings) {
        Section root = root(bytes, file, findings);
        if (root == null) {
            return new Loaded.Broken(findings.problems());
        }
        ListenChecks.run(root.get(RootKeys.LISTEN), findings);
        LimitChecks.run(root.get(RootKeys.LIMITS), findings);
        ZoneNetworks zones = ZoneChecks.run(root.get(RootKeys.ZONES), findings);
        MetricsChecks.run(root.get(RootKeys.LISTEN), zones, findings);
        SiteChecks.run(root, findings);
        AcmeChecks.run(root, findings);
        ProtectionChecks.run(root, findings);
        SocketPlace.check(root, findings);
        if (findings.anyProblem()) {
            return new Loaded.Broken(findings.problems());
        }
        Config config = Assembly.of(root, zones);
        CoverWarnings.run(root, config, findings);
        return new Loaded.Ok(config, findings.warnings());
    }
}
