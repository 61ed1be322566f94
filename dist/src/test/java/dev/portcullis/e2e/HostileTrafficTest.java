package dev.portcullis.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What strangers send is written down and shown, and commands no terminal.
class HostileTrafficTest {

    /// ESC and CSI sequences, a link (OSC 8), the clipboard (OSC 52), line ends, the C1 byte, a bidi override, a bell.
    private static final List<String> COMMANDS = List.of(
            "\u001b[2J",
            "\u001b]8;;http://evil.test\u0007x",
            "\u001b]52;c;ZXZpbA==\u0007",
            "\rforged",
            "\nforged",
            "\u009b2J",
            "\u00e2\u0080\u00ae",
            "\u00c2\u009b2J",
            "\u0000",
            "\u007f",
            "x".repeat(100_000));

    @TempDir
    Path folder;

    private Program server;

    /// On a connection of its own, which may be closed at any time.
    private void send(String name, String bytes) {
        try (Socket socket = Tls.connect(server.port(), name)) {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            // Its first byte, or its end; a refusal lingers.
            int _ = socket.getInputStream().read();
        } catch (IOException _) {
            // Refused, as most are.
        }
    }

    private void sendAll() {
        for (String command : COMMANDS) {
            String end = "\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n";
            String host = "\r\nHost: home.test";
            send("home.test", "GET /.env" + command + " HTTP/1.1" + host + end);
            send("home.test", "GET /.env?" + command + " HTTP/1.1" + host + end);
            send("home.test", "GET /.env HTTP/1.1" + host + "\r\nUser-Agent: zgrab " + command + end);
            send("home.test", "GET /.env HTTP/1.1" + host + "\r\nReferer: " + command + end);
            send("home.test", "GET /.env HTTP/1.1\r\nHost: " + command + end);
            send("home.test", "GET" + command + " /.env HTTP/1.1" + host + end);
        }
        for (String escaped : List.of("%1b%5b2J", "%9b2J", "%e2%80%ae", "%0d%0aforged", "%00", "%7f")) {
            send(
                    "home.test",
                    "GET /.git/" + escaped + " HTTP/1.1\r\nHost: home.test\r\nX-Forwarded-For: 203.0.113.10\r\n"
                            + "Connection: close\r\n\r\n");
        }
        byte[] hello = Tls.hello("home.test");
        String sent = new String(hello, ISO_8859_1).replace("home.test", "\u001b[2J\nx\u009b");
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
            int _ = socket.getInputStream().read();
        } catch (IOException _) {
            // Refused.
        }
    }

    @Test
    void what_is_logged_and_shown_is_printable_whatever_was_sent() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            server = Program.configured(folder, List.of(), """
                    listen: {https: ["127.0.0.1:0"], forwarded_from: [127.0.0.1]}
                    sites: [{hosts: [home.test], upstream: "http://127.0.0.1:%d", expose: [{preset: everything}]}]
                    certificates: {self_signed: true, unknown_name: {lan: refuse}}
                    state: state
                    logs: {access: access.log}
                    protection: {mode: observe}
                    """.formatted(house.port()));
            try (Program running = server) {
                sendAll();
                String shown = "";
                for (String[] command : new String[][] {
                    {"why", "203.0.113.9"},
                    {"why", "203.0.113.9", "--json"},
                    {"why", "203.0.113.10"},
                    {"probes"},
                    {"probes", "--top"},
                    {"probes", "--json"},
                    {"bans"},
                    {"bans", "--json"},
                    {"bans", "export", "--format", "csv"}
                }) {
                    TimedServer.Said said = TimedServer.say(folder, command);
                    assertThat(said.exit()).as(said.err()).isZero();
                    // Lines of CSV end in CRLF (RFC 4180 §2).
                    shown += said.out().replace("\r\n", "\n") + said.err();
                }
                assertThat(shown).contains("GET /.env\\x9b2J", "\"path\":\"/.env\\u009B2J\"", "GET /.git/%1b%5b2J");
                assertPrintable(shown);
                running.terminate();
                Program.Ended ended = running.ended();
                assertPrintable(ended.out() + ended.err());
            }
        }
        String log = Files.readString(folder.resolve("access.log"), ISO_8859_1);
        assertPrintable(log);
        assertThat(log).contains("/.env", "zgrab");
        assertThat(log.lines()).hasSizeGreaterThan(COMMANDS.size()).allSatisfy(line -> {
            assertThat(line).startsWith("{").endsWith("}");
            assertThat(line.length()).isLessThan(8_000);
            assertThat(JsonText.member(line, "client")).isNotEmpty();
        });
    }

    private static void assertPrintable(String text) {
        assertThat(text.chars().filter(c -> c != '\n' && (c < ' ' || (c > '~' && c < 0xa0))))
                .isEmpty();
        assertThat(text).doesNotContain("\u202e", "\u00e2\u0080\u00ae");
    }
}
