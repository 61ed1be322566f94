package dev.portcullis.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Refuses every password as Home Assistant does, and compresses its answers although nobody asked it to.
final class ZippingHouse implements AutoCloseable {

    private static final String REFUSAL =
            "{\"type\":\"form\",\"flow_id\":\"0123456789abcdef0123456789abcdef\",\"handler\":"
                    + "[\"homeassistant\",null],\"step_id\":\"init\",\"data_schema\":[{\"type\":\"string\",\"name\":\"username\"}],"
                    + "\"errors\":{\"base\":\"invalid_auth\"},\"description_placeholders\":null}";

    private final ServerSocket listener;
    private final String coding;

    private ZippingHouse(ServerSocket listener, String coding) {
        this.listener = listener;
        this.coding = coding;
    }

    /// @param coding `gzip` or `deflate`
    static ZippingHouse with(String coding) throws IOException {
        ZippingHouse house = new ZippingHouse(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), coding);
        Thread.ofPlatform().daemon().start(house::accept);
        return house;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            byte[] body = zipped();
            while (readRequest(in)) {
                OutputStream out = client.getOutputStream();
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: " + coding
                                + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
                out.write(body);
            }
        } catch (IOException _) {
            // The proxy closed a connection that it keeps no longer.
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        String line = readLine(in);
        if (line.isEmpty()) {
            return false;
        }
        for (; !line.isEmpty(); line = readLine(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
        return true;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n' && octet >= 0; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private byte[] zipped() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream zip = coding.equals("gzip") ? new GZIPOutputStream(body) : new DeflaterOutputStream(body)) {
            zip.write(REFUSAL.getBytes(StandardCharsets.UTF_8));
        }
        return body.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
