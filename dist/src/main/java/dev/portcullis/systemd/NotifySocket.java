package dev.portcullis.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The datagram socket on which a service manager listens: sd_notify(3), "Notes".
///
/// Not by Netty's native library: a program that had to do without that one is to be watched as well.
final class NotifySocket implements Systemd.Receiver {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int LONGEST_PATH = 107;

    private final byte[] address;
    private final LibraryCall socket = LibraryCall.of(
            "socket",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private final LibraryCall sendto = LibraryCall.of(
            "sendto",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));
    private final LibraryCall close =
            LibraryCall.of("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    /// @param place a path, or `@` and a name in the abstract namespace (unix(7))
    /// @throws IOException if it is neither, or too long for a socket
    NotifySocket(String place) throws IOException {
        boolean isAbstract = place.startsWith("@");
        byte[] name = place.getBytes(StandardCharsets.UTF_8);
        if (!isAbstract && !place.startsWith("/")) {
            throw new IOException("\"" + place + "\" is no Unix socket (expected: a path, or \"@\" and a name)");
        }
        if (name.length > LONGEST_PATH) {
            throw new IOException("\"" + place + "\" is too long (expected: " + LONGEST_PATH + " bytes at most)");
        }
        if (isAbstract) {
            name[0] = 0;
        }
        // struct sockaddr_un. The length tells where an abstract name ends, and a path ends with NUL.
        address = new byte[2 + name.length + (isAbstract ? 0 : 1)];
        MemorySegment.ofArray(address).set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) AF_UNIX);
        System.arraycopy(name, 0, address, 2, name.length);
    }

    /// Sends one datagram. May block for a moment while the receiver's queue is full: never on an event loop.
    @Override
    public void send(String text) throws IOException {
        int descriptor = (int) socket.with(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            MemorySegment message = arena.allocateFrom(ValueLayout.JAVA_BYTE, octets);
            MemorySegment to = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
            sendto.with(descriptor, message, (long) octets.length, MSG_NOSIGNAL, to, address.length);
        } finally {
            close.with(descriptor);
        }
    }
}
