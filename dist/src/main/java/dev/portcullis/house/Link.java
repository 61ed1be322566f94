package dev.portcullis.house;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/// One connection to somebody, with a time for everything that is done on it. Blocks.
public final class Link implements AutoCloseable {

    private final Socket socket;
    private final Countdown time;

    private Link(Socket socket, Countdown time) {
        this.socket = socket;
        this.time = time;
    }

    /// Connects to the first address of the host that accepts.
    ///
    /// @param host a name or an address literal without brackets
    /// @param within for connecting and for all that follows
    /// @throws UnknownHostException if the name has no address
    /// @throws IOException of the last address that was tried
    public static Link open(String host, int port, Duration within) throws IOException {
        Countdown time = new Countdown(within);
        IOException last = new UnknownHostException(host);
        for (InetAddress address : InetAddress.getAllByName(host)) {
            try {
                return open(address, port, time);
            } catch (IOException failed) {
                last = failed;
            }
        }
        throw last;
    }

    /// Connects to one address.
    public static Link open(InetAddress address, int port, Duration within) throws IOException {
        return open(address, port, new Countdown(within));
    }

    private static Link open(InetAddress address, int port, Countdown time) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), time.millisLeft());
            return new Link(socket, time);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /// Shakes hands over this connection; closing the result closes both.
    ///
    /// @param name sent as SNI where it is a host name, and what the certificate must be for where the trust asks
    public Link secured(TlsTrust trust, String name) throws IOException {
        SSLContext context = trust.context();
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        if (trust.checksName()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        serverName(name).ifPresent(server -> parameters.setServerNames(List.of(server)));
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(time.millisLeft());
        secured.startHandshake();
        return new Link(secured, time);
    }

    /// The certificate that the other end showed; empty without TLS.
    public Optional<X509Certificate> certificate() {
        try {
            return socket instanceof SSLSocket secured
                            && secured.getSession().getPeerCertificates()[0] instanceof X509Certificate leaf
                    ? Optional.of(leaf)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    Socket socket() {
        return socket;
    }

    Countdown time() {
        return time;
    }

    private static Optional<SNIHostName> serverName(String name) {
        boolean literal = name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        try {
            return literal ? Optional.empty() : Optional.of(new SNIHostName(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is lost: all that was wanted was read.
        }
    }
}
