package dev.portcullis.e2e;

import dev.portcullis.acme.lab.PebbleServer;
import dev.portcullis.acme.lab.Trusting;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A house, and a real Pebble that looks for it where Portcullis is told to listen.
final class CertifiedHouse implements AutoCloseable {

    static final String HOST = "home.test";

    private final Path pebbles;
    private final PebbleServer pebble;
    private final HomeAssistantDouble house;
    private final SSLContext client;

    private CertifiedHouse(Path folder) throws IOException, CertificateException {
        pebbles = Files.createDirectories(folder.resolve("pebble"));
        pebble = PebbleServer.start(pebbles);
        house = HomeAssistantDouble.start(Settings.usual());
        byte[] root = pebble.issuingRoot(0).getBytes(StandardCharsets.US_ASCII);
        client = Trusting.only((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(root)));
    }

    static CertifiedHouse start(Path folder) throws IOException, CertificateException {
        return new CertifiedHouse(folder);
    }

    PebbleServer pebble() {
        return pebble;
    }

    /// A configuration with everything exposed.
    ///
    /// @param listen the members of `listen`
    /// @param hosts the names, as a list in YAML
    /// @param acme further members of `certificates.acme`
    String yaml(String listen, String hosts, String acme) {
        return """
                listen: {%s}
                sites:
                  - hosts: %s
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: everything}]
                certificates:
                  acme: {agree_to_terms: true, directory: "%s", ca_file: "%s"%s}
                state: state
                """.formatted(
                listen, hosts, house.port(), pebble.directory(), pebble.caFile(), acme.isEmpty() ? "" : ", " + acme);
    }

    /// The usual one: listens where Pebble looks for TLS-ALPN-01.
    String yaml() {
        return yaml(https(), "[" + HOST + "]", "");
    }

    /// Listens where Pebble looks.
    String https() {
        return "https: [\"127.0.0.1:" + pebble.tlsPort() + "\"]";
    }

    /// What the port presents for the name to somebody who trusts Pebble's root alone, and wants that name in it.
    ///
    /// @throws SSLException if that is not to be trusted
    X509Certificate verified(int port, String name) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket(new Socket("127.0.0.1", port), name, port, true)) {
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /// The same as soon as it can be trusted.
    X509Certificate awaited(int port, String name) {
        Patience.until(() -> found(port, name).isPresent(), "a certificate of Pebble's for " + name);
        return found(port, name).orElseThrow();
    }

    private Optional<X509Certificate> found(int port, String name) {
        try {
            return Optional.of(verified(port, name));
        } catch (SSLException selfSigned) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// How many orders Pebble took so far.
    long orders() {
        try (var lines = Files.lines(pebbles.resolve("pebble.log"))) {
            return lines.filter(line -> line.contains("Added order ")).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        house.close();
        pebble.close();
    }
}
