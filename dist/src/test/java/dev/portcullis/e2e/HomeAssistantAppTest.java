package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The app for Home Assistant, as far as it runs without a Supervisor: its options, and what its start script makes of
/// them.
class HomeAssistantAppTest {

    private static final Path APP =
            Path.of("src", "main", "packaging", "home-assistant", "portcullis").toAbsolutePath();
    private static final String WEBHOOK = "doorbell-8c1f04";

    @TempDir
    Path folder;

    private final Map<String, Object> options = new LinkedHashMap<>();

    @BeforeEach
    void as_installed() throws IOException {
        for (String name : List.of("data", "config", "ssl", "bin")) {
            Files.createDirectory(folder.resolve(name));
        }
        options.putAll(section("config.yaml", "options"));
        options.put("hosts", List.of("home.example.org"));
        options.put("listen", "127.0.0.1:0");
    }

    @Test
    void options_schema_translations_and_start_script_name_the_same_things() throws IOException {
        Map<String, Object> app = yaml("config.yaml");
        assertThat(app).containsKeys("name", "version", "slug", "description", "arch");
        Set<String> asked = Pattern.compile("option ([a-z_]+)")
                .matcher(Files.readString(APP.resolve("run.sh")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).isEqualTo(section("config.yaml", "options").keySet());
        assertThat(asked).isEqualTo(section("config.yaml", "schema").keySet());
        assertThat(asked)
                .isEqualTo(section("translations/en.yaml", "configuration").keySet());
    }

    @Test
    void finds_home_assistant_by_the_supervisor_serves_and_tells_the_next_steps_once() throws IOException {
        try (HomeAssistantDouble house =
                HomeAssistantDouble.start(Settings.usual().withWebhooks(List.of(WEBHOOK)))) {
            HttpServer supervisor = supervisor(house.port());
            try {
                options.put("webhooks", List.of(WEBHOOK));
                options.put("certificate", "self-signed");
                program("exec \"$JAVA\" -cp \"$CLASSES\" dev.portcullis.app.Main \"$@\"");
                String url = "http://127.0.0.1:" + supervisor.getAddress().getPort();

                try (Program server = start(url)) {
                    server.line("What is left to do:");
                    fires(server);
                }
                try (Program again = start(url)) {
                    fires(again);
                    assertThat(again.ended().out()).doesNotContain("What is left to do:");
                }
            } finally {
                supervisor.stop(0);
            }
        }
    }

    private static void fires(Program server) throws IOException {
        int port = Integer.parseInt(server.line("serving ").replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
        assertThat(Visitor.ask(port, "home.example.org", "POST", "/api/webhook/" + WEBHOOK)
                        .status())
                .isEqualTo(200);
        server.terminate();
        assertThat(server.ended().exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "letsencrypt, webhooks, Let's Encrypt",
        "duckdns, 'app,assistants', duckdns",
        "cloudflare, everything, cloudflare",
        "files, app, fullchain.pem",
        "self-signed, assistants, self_signed"
    })
    void each_choice_makes_a_configuration_that_check_accepts(String certificate, String expose, String shown)
            throws IOException {
        options.put("upstream", "http://127.0.0.1:1");
        options.put("expose", List.of(expose.split(",", -1)));
        options.put("certificate", certificate);
        options.put("agree_to_terms", true);
        options.put("token", "a-token");
        options.put("vpn", List.of("10.8.0.0/24", "fd00:8::/64"));
        if (certificate.equals("files")) {
            Tool.run(List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-subj",
                    "/CN=home.example.org",
                    "-addext",
                    "subjectAltName=DNS:home.example.org",
                    "-days",
                    "30",
                    "-keyout",
                    folder.resolve("ssl/privkey.pem").toString(),
                    "-out",
                    folder.resolve("ssl/fullchain.pem").toString()));
        }
        program("[ \"$1\" != run ] || { shift; set -- check \"$1\" \"$2\"; }\n"
                + "exec \"$JAVA\" -cp \"$CLASSES\" dev.portcullis.app.Main \"$@\"");

        try (Program app = start("http://127.0.0.1:1")) {
            Program.Ended ended = app.ended();
            assertThat(ended.exit()).as(ended.err()).isZero();
            assertThat(ended.out()).contains("ok: " + folder.resolve("data/portcullis.yaml"), "home.example.org");
        }
        assertThat(folder.resolve("data/portcullis.yaml"))
                .content()
                .contains(shown, "10.8.0.0/24", "fd00:8::/64")
                .doesNotContain("a-token");
    }

    @Test
    void a_configuration_of_the_owner_goes_before_the_options() throws IOException {
        Files.writeString(folder.resolve("config/portcullis.yaml"), "sites: mine");
        program("echo \"$@\"");

        try (Program app = start("http://127.0.0.1:1")) {
            assertThat(app.ended().out())
                    .contains("config/portcullis.yaml is in force; the options of the app are not looked at")
                    .contains("run --config " + folder.resolve("config/portcullis.yaml") + " --state "
                            + folder.resolve("data/state"))
                    .doesNotContain("init");
        }
    }

    @Test
    void options_that_do_not_do_end_it_with_what_to_change() throws IOException {
        options.put("upstream", "http://127.0.0.1:1");
        program("exec \"$JAVA\" -cp \"$CLASSES\" dev.portcullis.app.Main \"$@\"");

        try (Program app = start("http://127.0.0.1:1")) {
            Program.Ended ended = app.ended();
            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("agree-to-terms");
        }
        assertThat(folder.resolve("data/portcullis.yaml")).doesNotExist();
    }

    private static HttpServer supervisor(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/core/info", exchange -> {
            boolean known =
                    "Bearer its-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"result\": \"ok\", \"data\": {\"port\": %d, \"ssl\": false}}"
                    .formatted(port)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    /// Stands for `portcullis` in the image.
    private void program(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("bin/portcullis"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Program start(String supervisor) throws IOException {
        Files.writeString(folder.resolve("data/options.json"), json(options));
        return Program.other(
                folder,
                Map.of(
                        "PATH", folder.resolve("bin") + ":/usr/bin:/bin",
                        "JAVA",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                        "CLASSES", System.getProperty("java.class.path"),
                        "APP_DATA", folder.resolve("data").toString(),
                        "APP_CONFIG", folder.resolve("config").toString(),
                        "APP_SSL", folder.resolve("ssl").toString(),
                        "APP_SUPERVISOR", supervisor,
                        "SUPERVISOR_TOKEN", "its-token"),
                APP.resolve("run.sh").toString());
    }

    private static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(it -> "\"" + it.getKey() + "\": " + json(it.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list ->
                list.stream().map(HomeAssistantAppTest::json).collect(Collectors.joining(", ", "[", "]"));
            case String text -> "\"" + text + "\"";
            default -> String.valueOf(value);
        };
    }

    private static Map<String, Object> section(String file, String name) throws IOException {
        return mapping(yaml(file).get(name));
    }

    private static Map<String, Object> yaml(String file) throws IOException {
        return mapping(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(APP.resolve(file))));
    }

    private static Map<String, Object> mapping(Object value) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, it) -> mapping.put(String.valueOf(key), it));
        return mapping;
    }
}
