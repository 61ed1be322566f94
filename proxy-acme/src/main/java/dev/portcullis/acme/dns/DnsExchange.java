package dev.portcullis.acme.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.WireParseException;

/// One question to one DNS server, and its answer.
///
/// Each question has a socket of its own, so a random port, and a random id; what does not belong to the question is
/// passed over until the time is up, so that a forged answer does not end the wait (RFC 5452 §9.1). Blocks; on a
/// virtual thread an interrupt ends it at once.
///
/// @param within for everything: connecting, asking and the answer
/// @param key signs the question; an answer that reports success must then be signed too
record DnsExchange(InetSocketAddress server, Duration within, Optional<TSIG> key) {

    /// Without EDNS a server answers with at most this much over UDP (RFC 1035 §2.3.4).
    private static final int LONGEST_DATAGRAM = 512;

    private static final int ROOM_FOR_DATAGRAM = 4096;

    /// Asks over UDP, and over TCP where the answer was cut off.
    ///
    /// @throws IOException where no answer came that can be used; its message says why
    Message ask(Message question) throws IOException, InterruptedException {
        Message signed = sign(question);
        byte[] wire = signed.toWire();
        if (wire.length > LONGEST_DATAGRAM) {
            return interruptible(() -> overTcp(signed, wire));
        }
        Message answer = interruptible(() -> overUdp(signed, wire));
        return answer.getHeader().getFlag(Flags.TC) ? interruptible(() -> overTcp(signed, wire)) : answer;
    }

    /// Asks over TCP.
    Message askByTcp(Message question) throws IOException, InterruptedException {
        Message signed = sign(question);
        return interruptible(() -> overTcp(signed, signed.toWire()));
    }

    private Message sign(Message question) {
        Message signed = question.clone();
        key.ifPresent(present -> present.apply(signed, null));
        return signed;
    }

    private Message overUdp(Message question, byte[] wire) throws IOException {
        Countdown time = new Countdown(within);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(wire, wire.length));
            DatagramPacket packet = new DatagramPacket(new byte[ROOM_FOR_DATAGRAM], ROOM_FOR_DATAGRAM);
            while (true) {
                socket.setSoTimeout(time.millisLeft());
                packet.setLength(ROOM_FOR_DATAGRAM);
                socket.receive(packet);
                byte[] found = Arrays.copyOf(packet.getData(), packet.getLength());
                Message answer = answerTo(question, found);
                if (answer != null) {
                    return verified(question, answer, found);
                }
            }
        }
    }

    private Message overTcp(Message question, byte[] wire) throws IOException {
        Countdown time = new Countdown(within);
        try (Socket socket = new Socket()) {
            socket.connect(server, time.millisLeft());
            byte[] framed = new byte[wire.length + 2];
            framed[0] = (byte) (wire.length >> 8);
            framed[1] = (byte) wire.length;
            System.arraycopy(wire, 0, framed, 2, wire.length);
            OutputStream out = socket.getOutputStream();
            out.write(framed);
            out.flush();
            byte[] found = readFramed(socket, time);
            Message answer = answerTo(question, found);
            if (answer == null) {
                throw new WireParseException("an answer to another question");
            }
            if (answer.getHeader().getFlag(Flags.TC)) {
                throw new WireParseException("an answer cut off");
            }
            return verified(question, answer, found);
        }
    }

    /// Byte by byte against the clock, so that a server that drips cannot hold us.
    private static byte[] readFramed(Socket socket, Countdown time) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(time.millisLeft());
        int length = in.readUnsignedShort();
        byte[] found = new byte[length];
        int filled = 0;
        while (filled < length) {
            socket.setSoTimeout(time.millisLeft());
            int read = in.read(found, filled, length - filled);
            if (read < 0) {
                throw new IOException("the connection was closed within the answer");
            }
            filled += read;
        }
        return found;
    }

    /// Null for what is no answer to this question; some servers leave the question out of an error or an update's
    /// answer (RFC 2136 §3.8).
    private static @Nullable Message answerTo(Message question, byte[] found) {
        try {
            Header asked = question.getHeader();
            Header header = new Header(found);
            if (header.getID() != asked.getID()
                    || !header.getFlag(Flags.QR)
                    || header.getOpcode() != asked.getOpcode()) {
                return null;
            }
            Message answer = new Message(found);
            Record repeated = answer.getQuestion();
            boolean mayBeLeftOut = asked.getOpcode() == Opcode.UPDATE || answer.getRcode() != Rcode.NOERROR;
            boolean same = repeated == null ? mayBeLeftOut : repeated.equals(question.getQuestion());
            return same ? answer : null;
        } catch (IOException | RuntimeException _) {
            // The bytes are a stranger's; the parser's ways to refuse them are many.
            return null;
        }
    }

    private Message verified(Message question, Message answer, byte[] found) throws IOException {
        boolean cutOff = answer.getHeader().getFlag(Flags.TC);
        if (key.isEmpty() || cutOff || answer.getRcode() != Rcode.NOERROR) {
            return answer;
        }
        TSIGRecord signature = answer.getTSIG();
        TSIGRecord ours = question.getTSIG();
        // A shortened signature is easier to guess; we ask for none (RFC 8945 §5.2.2.1).
        if (signature == null
                || signature.getSignature().length < ours.getSignature().length
                || key.get().verify(answer, found, ours) != Rcode.NOERROR) {
            throw new UnsignedAnswerException();
        }
        return answer;
    }

    private static Message interruptible(Call call) throws IOException, InterruptedException {
        try {
            return call.make();
        } catch (IOException failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException("a DNS question was given up");
            }
            throw failed;
        }
    }

    @FunctionalInterface
    private interface Call {
        Message make() throws IOException;
    }

    /// Success was reported without a signature that proves it.
    static final class UnsignedAnswerException extends IOException {

        private static final long serialVersionUID = 1L;

        UnsignedAnswerException() {
            super("the answer is not signed with our key");
        }
    }

    /// Time for sockets, which know no other clock than the machine's.
    private record Countdown(long end) {

        Countdown(Duration within) {
            this(System.nanoTime() + within.toNanos());
        }

        int millisLeft() throws SocketTimeoutException {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            return (int) Math.min(left, Integer.MAX_VALUE);
        }
    }
}
