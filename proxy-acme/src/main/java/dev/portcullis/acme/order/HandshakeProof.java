package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.PendingChallenges;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// Proves names by the certificate we show in a handshake on port 443: `tls-alpn-01` (RFC 8737).
public final class HandshakeProof implements Proof {

    private final PendingChallenges pending;
    private final HandshakeCertificate certificate;

    public HandshakeProof(PendingChallenges pending, InstantSource time, SecureRandom random) {
        this.pending = pending;
        this.certificate = new HandshakeCertificate(time, random);
    }

    @Override
    public ChallengeType type() {
        return ChallengeType.TLS_ALPN_01;
    }

    @Override
    public int atOnce() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Answers answer(List<Task> tasks) throws AcmeFailure {
        for (Task task : tasks) {
            KeyAndChain shown = certificate.of(
                    task.name(), KeyAuthorization.digest(task.offer().keyAuthorization()));
            pending.answerHandshake(serverName(task.name()), shown);
        }
        return () -> tasks.forEach(task -> pending.forgetHandshake(serverName(task.name())));
    }

    /// What an authority sends as SNI: for an address its reverse name, which RFC 6066 §3 demands and RFC 8738 §6 uses.
    static String serverName(String name) {
        if (!Names.isAddress(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        InetAddress address = InetAddress.ofLiteral(name);
        byte[] octets = address.getAddress();
        StringBuilder reverse = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            if (address instanceof Inet4Address) {
                reverse.append(octet).append('.');
            } else {
                reverse.append(Character.forDigit(octet & 0xf, 16)).append('.');
                reverse.append(Character.forDigit(octet >> 4, 16)).append('.');
            }
        }
        return reverse + (address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa");
    }
}
