package dev.portcullis.core.smuggling;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client's connection, in bytes.
final class Link implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: ([0-9]{1,9})");

    private final Socket beneath;
    private final InputStream in;
    private final OutputStream out;

    /// @param beneath the TCP connection that carries the socket
    Link(Socket socket, Socket beneath) throws IOException {
        this.beneath = beneath;
        beneath.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
        this.out = socket.getOutputStream();
    }

    /// Sends bytes; where the other side has gone, reading shows it.
    void write(String octets) {
        try {
            out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException _) {
            // The other side has gone.
        }
    }

    /// Says that no more will be sent.
    void endOutput() {
        try {
            beneath.shutdownOutput();
        } catch (IOException _) {
            // The other side has gone.
        }
    }

    /// All that comes until the connection ends, in whichever way.
    String readToEnd() {
        StringBuilder text = new StringBuilder();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                text.append((char) octet);
            }
        } catch (IOException _) {
            // A reset is an end too.
        }
        return text.toString();
    }

    /// One answer that has a Content-Length; whatever there was of it where the connection ends before.
    String readAnswer() {
        StringBuilder text = new StringBuilder();
        try {
            while (text.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    return text.toString();
                }
                text.append((char) octet);
            }
            Matcher length = LENGTH.matcher(text);
            if (length.find()) {
                byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
                text.append(new String(body, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException _) {
            // A reset is an end too.
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        beneath.close();
    }
}
