package dev.portcullis.acme.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A DNS server on loopback, over UDP and TCP, that serves a [TestZone] in the manner it is told to.
public final class TestZoneServer implements AutoCloseable {

    private static final int TRIES_FOR_A_PORT = 20;

    private final TestZone zone;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Message> asked = new CopyOnWriteArrayList<>();
    private final List<Message> askedByTcp = new CopyOnWriteArrayList<>();
    private volatile Manner manner = Manner.HONEST;

    private TestZoneServer(TestZone zone, DatagramSocket udp, ServerSocket tcp) {
        this.zone = zone;
        this.udp = udp;
        this.tcp = tcp;
        Thread.startVirtualThread(this::serveUdp);
        Thread.startVirtualThread(this::serveTcp);
    }

    /// How it answers.
    public enum Manner {
        HONEST,
        /// Hears everything, answers nothing.
        SILENT,
        SERVFAIL,
        REFUSED,
        /// Over UDP only the head of each answer, marked as cut off.
        CUT_OFF,
        /// Nothing over UDP.
        TCP_ONLY,
        /// Over UDP three forgeries before each answer: another id, another question, bytes that are no message.
        FORGED_FIRST,
        /// Answers with another id only.
        WRONG_ID,
        /// As a resolver's cache.
        WITHOUT_AUTHORITY,
        /// NOTIMP for SOA and NS, as a small resolver.
        WITHOUT_ZONES,
        /// Answers updates without repeating their zone (RFC 2136 §3.8).
        WITHOUT_QUESTION,
        /// Answers without a signature.
        UNSIGNED,
        /// With the right signature, its last byte cut away.
        SHORT_SIGNATURE
    }

    /// On `127.0.0.1` and any port.
    public static TestZoneServer start(TestZone zone) throws IOException {
        return start(zone, "127.0.0.1", 0);
    }

    /// At an address of loopback.
    ///
    /// @param port the same for UDP and TCP; 0 for any
    public static TestZoneServer start(TestZone zone, String address, int port) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral(address);
        BindException last = new BindException();
        for (int attempt = 0; attempt < TRIES_FOR_A_PORT; attempt++) {
            ServerSocket tcp = new ServerSocket(port, 50, loopback);
            try {
                return new TestZoneServer(zone, new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
            } catch (BindException taken) {
                tcp.close();
                last = taken;
            }
        }
        throw last;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    public void become(Manner next) {
        manner = next;
    }

    /// Every question so far, over UDP and TCP.
    public List<Message> asked() {
        return List.copyOf(asked);
    }

    public List<Message> askedByTcp() {
        return List.copyOf(askedByTcp);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private void serveUdp() {
        byte[] room = new byte[65_535];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                udp.receive(packet);
                for (byte[] answer : answersOverUdp(Arrays.copyOf(room, packet.getLength()))) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // Closed, or a client that is gone.
            }
        }
    }

    private List<byte[]> answersOverUdp(byte[] wire) throws IOException {
        Message question = new Message(wire);
        asked.add(question);
        Message answer = answer(question, wire);
        return switch (manner) {
            case SILENT, TCP_ONLY -> List.of();
            case CUT_OFF -> List.of(cutOff(answer));
            case WRONG_ID -> List.of(otherId(answer));
            case FORGED_FIRST -> List.of(otherId(answer), otherQuestion(answer), new byte[] {1, 2, 3}, answer.toWire());
            case HONEST,
                    SERVFAIL,
                    REFUSED,
                    WITHOUT_AUTHORITY,
                    WITHOUT_ZONES,
                    WITHOUT_QUESTION,
                    UNSIGNED,
                    SHORT_SIGNATURE -> List.of(answer.toWire());
        };
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] wire = in.readNBytes(in.readUnsignedShort());
                Message question = new Message(wire);
                asked.add(question);
                askedByTcp.add(question);
                if (manner != Manner.SILENT) {
                    Message answer = answer(question, wire);
                    byte[] out = manner == Manner.WRONG_ID ? otherId(answer) : answer.toWire();
                    DataOutputStream stream = new DataOutputStream(socket.getOutputStream());
                    stream.writeShort(out.length);
                    stream.write(out);
                }
            } catch (IOException _) {
                // Closed, or a client that is gone.
            }
        }
    }

    private Message answer(Message question, byte[] wire) throws IOException {
        return switch (manner) {
            case SERVFAIL -> refusal(question, Rcode.SERVFAIL);
            case REFUSED -> refusal(question, Rcode.REFUSED);
            case WITHOUT_AUTHORITY -> {
                Message answer = zone.answer(question, wire);
                answer.getHeader().unsetFlag(Flags.AA);
                yield answer;
            }
            case WITHOUT_ZONES -> {
                int type = question.getQuestion().getType();
                yield type == Type.SOA || type == Type.NS
                        ? refusal(question, Rcode.NOTIMP)
                        : zone.answer(question, wire);
            }
            case WITHOUT_QUESTION -> {
                Message answer = zone.answer(question, wire);
                if (question.getHeader().getOpcode() == Opcode.UPDATE) {
                    answer.removeAllRecords(Section.QUESTION);
                }
                yield answer;
            }
            case UNSIGNED -> {
                Message answer = zone.answer(question, wire);
                answer.removeAllRecords(Section.ADDITIONAL);
                yield answer;
            }
            case SHORT_SIGNATURE -> Signatures.shortened(zone.answer(question, wire));
            case HONEST, SILENT, CUT_OFF, TCP_ONLY, FORGED_FIRST, WRONG_ID -> zone.answer(question, wire);
        };
    }

    private static Message refusal(Message question, int code) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(question.getHeader().getOpcode());
        answer.getHeader().setRcode(code);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        return answer;
    }

    private static byte[] cutOff(Message answer) {
        Message head = refusal(answer, Rcode.NOERROR);
        head.getHeader().setFlag(Flags.TC);
        return head.toWire();
    }

    private static byte[] otherId(Message answer) {
        byte[] wire = answer.toWire();
        wire[1] ^= 0x55;
        return wire;
    }

    private static byte[] otherQuestion(Message answer) throws IOException {
        Message other = new Message(answer.getHeader().getID());
        other.getHeader().setFlag(Flags.QR);
        other.addRecord(
                org.xbill.DNS.Record.newRecord(
                        TestZone.absolute("forged.example"),
                        answer.getQuestion().getType(),
                        answer.getQuestion().getDClass()),
                Section.QUESTION);
        return other.toWire();
    }
}
