package dev.portcullis.core;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One connection, in bytes and lines.
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final Socket beneath;
    private final InputStream in;
    private final OutputStream out;
    private int served;

    Wire(Socket socket) throws IOException {
        this(socket, socket);
    }

    /// @param beneath what is closed in the end: TLS itself may wait for a writer that will never be done
    Wire(Socket socket, Socket beneath) throws IOException {
        this.socket = socket;
        this.beneath = beneath;
        beneath.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 65_536);
        this.out = socket.getOutputStream();
    }

    Socket socket() {
        return socket;
    }

    /// How many heads were read from it.
    int served() {
        return served;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// A head with its CRLFs; empty at the end of the connection.
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.append((char) octet);
        }
        served++;
        return head.toString();
    }

    String read(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// The body that the head announces: by length, or chunked and then decoded.
    String readBody(String head) throws IOException {
        String length = field(head, "Content-Length");
        if (length != null) {
            return read(Integer.parseInt(length));
        }
        return field(head, "Transfer-Encoding") == null ? "" : readChunks();
    }

    private String readChunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(readLine(), 16); size > 0; size = Integer.parseInt(readLine(), 16)) {
            body.append(read(size));
            readLine();
        }
        for (String trailer = readLine(); !trailer.isEmpty(); trailer = readLine()) {
            body.append("|trailer ").append(trailer);
        }
        return body.toString();
    }

    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("end in the middle of a line");
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 1);
    }

    /// Reads one answer to anything but HEAD: head and body, the body without its framing.
    String readAnswer() throws IOException {
        String head = readHead();
        return head + readBody(head);
    }

    @Override
    public void close() throws IOException {
        beneath.close();
    }

    /// The value of the only field of that name in a head; null if there is none.
    static String field(String head, String name) {
        List<String> values = fields(head, name);
        if (values.size() > 1) {
            throw new AssertionError(name + ": " + values.size() + " times (expected: once) in " + head);
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    static List<String> fields(String head, String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
