package dev.portcullis.acme.lab;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A real Pebble, the test authority of Let's Encrypt's authors, and the DNS server that it asks.
///
/// Both run on free ports of the loopback address and end with [#close]. All names lead to 127.0.0.1.
public final class PebbleServer implements AutoCloseable {

    /// An external account that Pebble knows where it wants one.
    public static final AuthoritySettings.Binding BINDING = new AuthoritySettings.Binding(
            "kid-1", new Secret("zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"));

    private static final Path PEBBLE = Path.of("/usr/bin/pebble");
    private static final Path DNS = Path.of("/usr/bin/pebble-challtestsrv");

    private final LabCa ca = LabCa.named("Pebble's own TLS");
    private final Path folder;
    private final int port = freePort();
    private final int managementPort = freePort();
    private final int dnsPort = freePort();
    private final int dnsManagementPort = freePort();
    private final int tlsPort = freePort();
    private final int httpPort = freePort();
    private final Path root;
    private final Process dns;
    private final Process pebble;

    /// Takes every account.
    ///
    /// @param folder for its files
    public static PebbleServer start(Path folder) {
        return new PebbleServer(folder, false, Map.of());
    }

    /// Wants [#BINDING] of every account.
    public static PebbleServer startWithBinding(Path folder, Map<String, String> environment) {
        return new PebbleServer(folder, true, environment);
    }

    /// With settings of its own.
    ///
    /// @param environment such as `PEBBLE_WFE_NONCEREJECT`, see its README
    public static PebbleServer start(Path folder, Map<String, String> environment) {
        return new PebbleServer(folder, false, environment);
    }

    private PebbleServer(Path folder, boolean binding, Map<String, String> environment) {
        this.folder = folder;
        require(PEBBLE);
        require(DNS);
        this.root = ca.writeRoot(folder);
        String loopback = "127.0.0.1:";
        dns = launch(
                "challtestsrv",
                Map.of(),
                DNS.toString(),
                "-defaultIPv4=127.0.0.1",
                "-defaultIPv6=",
                "-dns01=" + loopback + dnsPort,
                "-http01=",
                "-https01=",
                "-tlsalpn01=",
                "-management=" + loopback + dnsManagementPort);
        awaitPort(dns, dnsManagementPort, "challtestsrv");
        Map<String, String> settings = new HashMap<>();
        settings.put("PEBBLE_VA_NOSLEEP", "1");
        settings.put("PEBBLE_WFE_NONCEREJECT", "0");
        settings.put("PEBBLE_AUTHZREUSE", "0");
        settings.putAll(environment);
        pebble = launch(
                "pebble",
                settings,
                PEBBLE.toString(),
                "-config",
                config(binding).toString(),
                "-dnsserver",
                loopback + dnsPort);
        awaitPort(pebble, port, "pebble");
    }

    public URI directory() {
        return URI.create("https://localhost:" + port + "/dir");
    }

    /// Signs the certificate of Pebble's own HTTPS, and nothing else.
    public Path caFile() {
        return root;
    }

    public AuthoritySettings settings() {
        return new AuthoritySettings(directory(), "", true, Optional.empty(), "", "", Optional.of(root));
    }

    /// Where it connects to for TLS-ALPN-01.
    public int tlsPort() {
        return tlsPort;
    }

    /// Where it connects to for HTTP-01.
    public int httpPort() {
        return httpPort;
    }

    /// The DNS server that it asks, on 127.0.0.1.
    public int dnsPort() {
        return dnsPort;
    }

    /// Where that server is told what to answer: `set-txt`, `clear-txt` and more below it.
    public URI dnsManagement() {
        return URI.create("http://127.0.0.1:" + dnsManagementPort);
    }

    /// The root that signs what is issued, made anew with every start; number 0, and more where they were asked for.
    public String issuingRoot(int number) {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(Trusting.only(ca.root())).build()) {
            URI address = URI.create("https://localhost:" + managementPort + "/roots/" + number);
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public void addTxt(String name, String value) {
        dns("set-txt", "{\"host\":\"" + name + ".\",\"value\":\"" + value + "\"}");
    }

    /// Removes all values of the name: this DNS server cannot remove one.
    public void clearTxt(String name) {
        dns("clear-txt", "{\"host\":\"" + name + ".\"}");
    }

    public void setCname(String name, String target) {
        dns("set-cname", "{\"host\":\"" + name + ".\",\"target\":\"" + target + ".\"}");
    }

    @Override
    public void close() {
        end(pebble);
        end(dns);
    }

    private void dns(String command, String json) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = dnsManagement().resolve("/" + command);
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(address)
                            .POST(HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(command + ": HTTP " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new AssertionError(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Path config(boolean binding) {
        KeyPair key = LabCa.newKey();
        Instant now = Instant.now();
        Path certificate = LabCa.write(
                folder.resolve("pebble.pem"),
                LabCa.pem(ca.issue(
                        key.getPublic(),
                        List.of("localhost", "127.0.0.1"),
                        now.minusSeconds(3600),
                        now.plus(Duration.ofDays(2)))));
        Path privateKey = LabCa.write(folder.resolve("pebble-key.pem"), LabCa.pem(key.getPrivate()));
        String text = """
                {"pebble": {
                  "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
                  "ocspResponderURL": "", "externalAccountBindingRequired": %b,
                  "externalAccountMACKeys": {"%s": "%s"}
                }}
                """.formatted(
                        port,
                        managementPort,
                        certificate,
                        privateKey,
                        httpPort,
                        tlsPort,
                        binding,
                        BINDING.kid(),
                        BINDING.hmac().value());
        return LabCa.write(folder.resolve("pebble.json"), text);
    }

    private Process launch(String name, Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitPort(Process process, int wanted, String name) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), wanted)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                try {
                    if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
        }
        close();
        throw new AssertionError(name + " did not start: " + log(name));
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void end(Process process) {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void require(Path program) {
        if (!Files.isExecutable(program)) {
            throw new AssertionError(
                    program + ": not found (expected: the Debian package pebble, which ./verify installs)");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
