package dev.portcullis.app;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.admin.ExplainReport;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.certificates.KeptCertificates;
import dev.portcullis.cli.Cli;
import dev.portcullis.cli.Console;
import dev.portcullis.cli.ExplainQuestion;
import dev.portcullis.cli.Places;
import dev.portcullis.cli.Program;
import dev.portcullis.cli.ReplayAnswer;
import dev.portcullis.cli.ReplayQuestion;
import dev.portcullis.cli.UsageTrouble;
import dev.portcullis.config.Config;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import dev.portcullis.config.Problem;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.StartFailure;
import dev.portcullis.doctor.Diagnosis;
import dev.portcullis.doctor.Doctor;
import dev.portcullis.doctor.Patient;
import dev.portcullis.setup.Given;
import dev.portcullis.setup.Prompt;
import dev.portcullis.setup.Setup;
import dev.portcullis.store.Store;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the commands do.
final class Portcullis implements Program {

    private static final Path USUAL_STATE = Path.of("/var/lib/portcullis");
    private static final String ADMIN_SOCKET = "admin.sock";

    private final Function<String, @Nullable String> environment;
    private final InstantSource time = InstantSource.system();

    /// @param environment looks up environment variables; null when one is not set
    Portcullis(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public int demo(int port, Places places, Console console) {
        return new Demo(places.state().orElseGet(this::demoState), time).run(port, console);
    }

    @Override
    public Setup.Done init(Given given, Prompt prompt, boolean replace, Places places) throws UsageTrouble {
        Path ownState = demoState().resolveSibling("state");
        return new Initially(new ConfigFile(environment), ownState, time).run(given, prompt, replace, places);
    }

    @Override
    public int run(Places places, Console console) throws UsageTrouble {
        Path file = configFile(places);
        Config config = load(file, places);
        Logging.start(config.logLevel());
        ConfigSource source = new ConfigSource(file.toAbsolutePath().normalize(), () -> loaded(file, places));
        return new Server(config, source, environment, time).run(console);
    }

    @Override
    public int check(Places places, boolean json, Console console) throws UsageTrouble {
        return new Check(new ConfigFile(environment), time).run(configFile(places), json, console);
    }

    @Override
    public ExplainReport explain(ExplainQuestion question, Places places) throws UsageTrouble {
        return new Explainer(load(configFile(places), places)).explain(question);
    }

    @Override
    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
    public ReplayAnswer replay(ReplayQuestion question, Places places, Console console) throws UsageTrouble {
        List<Optional<Config>> configs = new ArrayList<>();
        if (question.policy().isEmpty() || question.diff()) {
            Optional<Path> current = places.configFile();
            configs.add(current.isPresent() ? Optional.of(load(current.get(), places)) : Optional.empty());
        }
        if (question.policy().isPresent()) {
            configs.add(Optional.of(load(question.policy().get(), places)));
        }
        boolean terminal = System.console() != null && System.console().isTerminal();
        ReplayProgress progress = new ReplayProgress(console, terminal, time);
        try {
            return new ReplayRun(ReplayRun::configured, System.in, progress).run(question.logs(), configs);
        } finally {
            progress.end();
        }
    }

    @Override
    public Diagnosis doctor(
            Places places,
            Optional<StatusReport> status,
            Optional<CertsReport> certificates,
            Consumer<String> waitingFor)
            throws UsageTrouble {
        Path file = configFile(places);
        Config config;
        try {
            config = load(file, places);
        } catch (UsageTrouble broken) {
            return Files.exists(file)
                    ? Doctor.unusable(
                            String.valueOf(broken.getMessage()).lines().toList())
                    : Doctor.absent(String.valueOf(broken.getMessage()));
        }
        try {
            ProxyConfig plane = PlaneConfig.of(config, RunningServer.zones(config));
            CertsReport kept = certificates.orElseGet(() -> KeptCertificates.report(config, time));
            return Doctor.of(Cli.version(), Interfaces.addresses(), Interfaces.networks(), time)
                    .examine(new Patient(file, config, plane, status, Optional.of(kept)), waitingFor);
        } catch (StartFailure | SocketException unusable) {
            return Doctor.unusable(List.of(String.valueOf(unusable.getMessage())));
        }
    }

    /// The configured server's socket first, a demonstration's last.
    @Override
    public List<Path> adminSockets(Places places) {
        if (places.state().isPresent()) {
            return List.of(places.state().get().resolve(ADMIN_SOCKET));
        }
        return Stream.of(configuredSocket(places), demoState().resolve(ADMIN_SOCKET))
                .distinct()
                .toList();
    }

    @Override
    public Optional<AdminAnswer> offline(
            String method, String path, Map<String, String> parameters, String body, Places places)
            throws UsageTrouble {
        Optional<Config> config = places.configFile().flatMap(file -> readable(file, places));
        if (path.equals("/v1/certs") && method.equals("GET")) {
            return config.map(
                    it -> new AdminAnswer(200, KeptCertificates.report(it, time).toJson()));
        }
        Path state = places.state()
                .map(folder -> folder.toAbsolutePath().normalize())
                .or(() -> config.map(Config::state))
                .orElse(USUAL_STATE);
        if (!Store.existsIn(state) && !(config.isPresent() && method.equals("POST"))) {
            return Optional.empty();
        }
        return Optional.of(OfflineLedger.of(state, config, time).answer(method, path, parameters, body));
    }

    /// A file with mistakes says nothing; its bans are told all the same.
    private Optional<Config> readable(Path file, Places places) {
        try {
            return Optional.of(load(file, places));
        } catch (UsageTrouble _) {
            return Optional.empty();
        }
    }

    /// A file that is not even YAML now may belong to a server that runs: its socket is then where it usually is.
    private Path configuredSocket(Places places) {
        return places.configFile()
                .flatMap(new ConfigFile(environment)::adminSocket)
                .orElse(USUAL_STATE.resolve(ADMIN_SOCKET));
    }

    private Loaded loaded(Path file, Places places) {
        UnaryOperator<Config> moved = config -> places.state()
                .map(folder -> config.withState(folder.toAbsolutePath().normalize()))
                .orElse(config);
        return switch (new ConfigFile(environment).load(file)) {
            case Loaded.Ok ok -> new Loaded.Ok(moved.apply(ok.config()), ok.warnings());
            case Loaded.Broken broken -> broken;
        };
    }

    private Config load(Path file, Places places) throws UsageTrouble {
        return switch (loaded(file, places)) {
            case Loaded.Ok ok -> ok.config();
            case Loaded.Broken broken ->
                throw new UsageTrouble(
                        broken.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }

    private static Path configFile(Places places) throws UsageTrouble {
        return places.configFile()
                .orElseThrow(() -> new UsageTrouble("no configuration found (expected: "
                        + Places.USUAL_CONFIGS.stream().map(Path::toString).collect(Collectors.joining(" or "))
                        + "). Name one with --config FILE, or try \"portcullis demo\", which needs none."));
    }

    /// One for each user, where that user may write: `$XDG_STATE_HOME`, else below the home folder.
    private Path demoState() {
        Optional<Path> base = Optional.ofNullable(environment.apply("XDG_STATE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute);
        Path home = Path.of(System.getProperty("user.home", "/"));
        Path state = base.orElse(home.resolve(".local/state"));
        return (Files.isDirectory(home) || base.isPresent() ? state : Path.of(System.getProperty("java.io.tmpdir")))
                .resolve("portcullis/demo");
    }
}
