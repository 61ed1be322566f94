package dev.portcullis.systemd;

import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.net.Address;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteOrder;

/// One socket that was open when we started, and listens for TCP.
///
/// @param descriptor its file descriptor
/// @param name what systemd calls it
/// @param address where it is bound
/// @param port where it is bound
record GivenSocket(int descriptor, String name, InetAddress address, int port) {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SOCK_STREAM = 1;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int O_NONBLOCK = 2048;
    private static final int LONGEST_ADDRESS = 128;
    private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// Looks at a descriptor.
    ///
    /// @throws StartFailure if it is no socket that listens for TCP
    static GivenSocket of(int descriptor, String name) throws StartFailure {
        try (Arena arena = Arena.ofConfined()) {
            if (option(descriptor, SO_TYPE, arena) != SOCK_STREAM || option(descriptor, SO_ACCEPTCONN, arena) != 1) {
                throw unfit(descriptor, name, "it is another kind of socket");
            }
            MemorySegment place = arena.allocate(LONGEST_ADDRESS, Long.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, LONGEST_ADDRESS);
            LibraryCall.of(
                            "getsockname",
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS))
                    .with(descriptor, place, length);
            // struct sockaddr_in and sockaddr_in6: family, port, then the address, behind a flow label in IPv6.
            int port = Short.toUnsignedInt(place.get(BIG_ENDIAN_SHORT, 2));
            return switch (place.get(ValueLayout.JAVA_SHORT, 0)) {
                case AF_INET -> new GivenSocket(descriptor, name, address(place, 4, 4), port);
                case AF_INET6 -> new GivenSocket(descriptor, name, address(place, 8, 16), port);
                default -> throw unfit(descriptor, name, "it is no socket of IPv4 or IPv6");
            };
        } catch (IOException e) {
            throw unfit(descriptor, name, String.valueOf(e.getMessage()));
        }
    }

    private static StartFailure unfit(int descriptor, String name, String why) {
        return new StartFailure(
                "LISTEN_FDS: socket %d (\"%s\") cannot be used: %s (expected: a TCP socket that listens). Hint: portcullis.socket wants ListenStream= and Accept=no."
                        .formatted(descriptor, name, why));
    }

    private static int option(int descriptor, int option, Arena arena) throws IOException {
        MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, 0);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
        LibraryCall.of(
                        "getsockopt",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS))
                .with(descriptor, SOL_SOCKET, option, value, length);
        return value.get(ValueLayout.JAVA_INT, 0);
    }

    private static InetAddress address(MemorySegment place, int from, int octets) throws IOException {
        return InetAddress.getByAddress(place.asSlice(from, octets).toArray(ValueLayout.JAVA_BYTE));
    }

    /// Whether this is where a listener is configured to be; one without a host is at every address.
    boolean isBoundTo(ListenAddress listener) {
        if (port != listener.port()) {
            return false;
        }
        String host = listener.host();
        return host == null
                ? address.isAnyLocalAddress()
                : Address.parse(host).filter(Address.of(address)::equals).isPresent();
    }

    /// Another descriptor of the same socket, which no program that we start inherits, and with which waiting for a
    /// connection never blocks.
    ///
    /// @throws StartFailure if this process may open no more
    int copy() throws StartFailure {
        LibraryCall fcntl = LibraryCall.of(
                "fcntl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        try {
            int flags = (int) fcntl.with(descriptor, F_GETFL, 0);
            var _ = fcntl.with(descriptor, F_SETFL, flags | O_NONBLOCK);
            return (int) fcntl.with(descriptor, F_DUPFD_CLOEXEC, 0);
        } catch (IOException e) {
            throw unfit(descriptor, name, String.valueOf(e.getMessage()));
        }
    }

    /// `socket 3 ("https", 127.0.0.1:443)`.
    @Override
    public String toString() {
        return "socket %d (\"%s\", %s)"
                .formatted(
                        descriptor,
                        name,
                        new ListenAddress(address.isAnyLocalAddress() ? null : address.getHostAddress(), port));
    }
}
