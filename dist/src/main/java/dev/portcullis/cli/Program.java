package dev.portcullis.cli;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.admin.ExplainReport;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.doctor.Diagnosis;
import dev.portcullis.setup.Given;
import dev.portcullis.setup.Prompt;
import dev.portcullis.setup.Setup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What the command line starts; the wiring of the program stands behind it.
///
/// Each `int` is an exit code: 0 fine, 1 failed, 2 usage or configuration.
public interface Program {

    /// Runs the demonstration until it is stopped.
    ///
    /// @param port for https; 0 lets the system choose
    int demo(int port, Places places, Console console) throws UsageTrouble;

    /// Asks what is needed, and writes a configuration.
    ///
    /// @param replace whether a file that is there may be written over
    /// @return the file, and what is left to do
    Setup.Done init(Given given, Prompt prompt, boolean replace, Places places) throws UsageTrouble;

    /// Runs the server until it is stopped.
    int run(Places places, Console console) throws UsageTrouble;

    /// Validates the configuration and prints what is wrong with it, or what it exposes.
    int check(Places places, boolean json, Console console) throws UsageTrouble;

    /// Decides from the configuration file alone, for when no server runs.
    ExplainReport explain(ExplainQuestion question, Places places) throws UsageTrouble;

    /// Runs one policy, or two, over logs.
    ReplayAnswer replay(ReplayQuestion question, Places places, Console console) throws UsageTrouble;

    /// Looks for whatever is wrong.
    ///
    /// @param status what the running server says of itself, and `certificates` of those; empty where none runs
    /// @param waitingFor told what is being waited for
    Diagnosis doctor(
            Places places,
            Optional<StatusReport> status,
            Optional<CertsReport> certificates,
            Consumer<String> waitingFor)
            throws UsageTrouble;

    /// Where a running server may listen for commands, likeliest first; at least one.
    List<Path> adminSockets(Places places) throws UsageTrouble;

    /// Answers on the database alone, as the admin socket would, for when no server runs.
    ///
    /// @return empty if there is no database, or if only a running server can know
    Optional<AdminAnswer> offline(
            String method, String path, Map<String, String> parameters, String body, Places places) throws UsageTrouble;
}
