package dev.portcullis.house;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.SelfSigned;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server on loopback that answers each request as it is told, octet by octet, and then closes.
public final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final UnaryOperator<String> script;

    private ScriptedServer(ServerSocket listener, UnaryOperator<String> script) {
        this.listener = listener;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /// Over plain TCP.
    ///
    /// @param script from the request's head to the whole answer
    public static ScriptedServer plain(UnaryOperator<String> script) throws IOException {
        return new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    /// The same over TLS, with a certificate of its own.
    public static ScriptedServer secured(InstantSource issued, List<String> names, UnaryOperator<String> script)
            throws IOException {
        return secured(SelfSigned.create(names, issued, new SecureRandom()), script);
    }

    public static ScriptedServer secured(KeyAndChain pair, UnaryOperator<String> script) throws IOException {
        return new ScriptedServer(
                context(pair).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                script);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// An answer with that body.
    public static String answer(int status, String body, String... fields) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        List.of(fields).forEach(field -> text.append(field).append("\r\n"));
        return text.append("Content-Length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // Closed; or a stranger's broken handshake.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            socket.getOutputStream().write(script.apply(String.join("\n", head)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // The client has seen enough.
        }
    }

    private static SSLContext context(KeyAndChain pair) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("own", pair.key(), new char[0], pair.chain().toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
