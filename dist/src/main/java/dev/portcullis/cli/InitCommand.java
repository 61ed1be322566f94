package dev.portcullis.cli;

import dev.portcullis.admin.AdminJson;
import dev.portcullis.setup.Given;
import dev.portcullis.setup.Prompt;
import dev.portcullis.setup.Setup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// `init`.
final class InitCommand {

    private InitCommand() {}

    static Command of() {
        Command command = Command.of(
                        "init",
                        "Asks four questions and writes a commented portcullis.yaml; options answer beforehand.",
                        InitCommand::run)
                .option("--host", "NAMES", "Names of the house, with commas between them.")
                .option("--upstream", "URL", "Where Home Assistant is: http://host:port.")
                .option(
                        "--expose",
                        "WHAT",
                        "What the internet may reach: webhooks, app, assistants (several with commas) or everything.")
                .option("--webhooks", "IDS", "Ids of webhooks for the internet, with commas between them.")
                .option("--certificate", "FROM", "letsencrypt, duckdns, cloudflare, files or self-signed.")
                .flag("--agree-to-terms", "Agrees to the terms of Let's Encrypt.")
                .option("--email", "ADDRESS", "Where Let's Encrypt writes to; \"\" for none.")
                .option("--token-file", "FILE", "The token for duckdns or cloudflare.")
                .option("--certificate-file", "FILE", "For files: the certificate and its chain.")
                .option("--key-file", "FILE", "For files: the key.")
                .option("--vpn", "NETWORKS", "Networks of your VPN, with commas between them.")
                .option("--listen", "ADDRESS", "Where to take connections, in place of \":443\".")
                .flag("--force", "Writes over a file that is there.")
                .withJson();
        command.spec()
                .usageMessage()
                .footer(
                        "",
                        "The file is the one of --config, else portcullis.yaml in this folder, or",
                        "/etc/portcullis/portcullis.yaml for root where Portcullis is installed.");
        return command;
    }

    private static int run(Invocation invocation) throws UsageTrouble {
        Map<String, String> values = invocation.parameters(
                "--host",
                "--upstream",
                "--expose",
                "--webhooks",
                "--certificate",
                "--email",
                "--token-file",
                "--certificate-file",
                "--key-file",
                "--vpn",
                "--listen");
        Given given = new Given(values, invocation.has("--agree-to-terms"));
        Setup.Done done = invocation
                .program()
                .init(given, new Terminal(invocation), invocation.has("--force"), invocation.places());
        PrintWriter out = invocation.console().out();
        if (invocation.json()) {
            out.println(AdminJson.object(json -> {
                json.writeStringProperty("file", done.file().toString());
                json.writeArrayPropertyStart("steps");
                done.steps().forEach(json::writeString);
                json.writeEndArray();
            }));
            return 0;
        }
        int number = 0;
        Lines lines = new Lines();
        lines.line("wrote " + Escaped.text(done.file().toString())).line("").line("What is left to do:");
        for (String step : done.steps()) {
            number++;
            String label = number + ".";
            lines.line("").field(label, label, 5, Escaped.sentence(step));
        }
        out.print(lines);
        return 0;
    }

    /// Questions go where messages go: data may be piped.
    private static final class Terminal implements Prompt {

        private final PrintWriter err;
        private final BufferedReader in;

        Terminal(Invocation invocation) {
            this.err = invocation.console().err();
            this.in =
                    new BufferedReader(new InputStreamReader(invocation.around().input(), StandardCharsets.UTF_8));
        }

        @Override
        public void say(String text) {
            err.println(text.lines()
                    .map(Escaped::sentence)
                    .reduce((a, b) -> a + System.lineSeparator() + b)
                    .orElse(""));
        }

        @Override
        public Optional<String> ask(String question) {
            err.print(Escaped.sentence(question) + " ");
            err.flush();
            try {
                return Optional.ofNullable(in.readLine());
            } catch (IOException _) {
                return Optional.empty();
            }
        }
    }
}
