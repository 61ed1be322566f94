package dev.portcullis.app;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The networks that this machine's own interfaces stand in.
final class Interfaces {

    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private Interfaces() {}

    /// Each network once; a single address (`/32`, `/128`) is its own network.
    static Set<Cidr> networks() throws SocketException {
        Set<Cidr> networks = new LinkedHashSet<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress address : one.getInterfaceAddresses()) {
                networks.add(network(Address.of(address.getAddress()), address.getNetworkPrefixLength()));
            }
        }
        return networks;
    }

    /// Whether the address is one of this machine's own.
    static boolean has(String literal) throws SocketException {
        return addresses().contains(Address.parse(literal).orElseThrow());
    }

    /// All addresses of this machine.
    static Set<Address> addresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(Address::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    static Cidr network(Address address, int prefixLength) {
        int bits = address.isIpv4() ? prefixLength + IPV6_BITS - IPV4_BITS : prefixLength;
        long high = address.high() & mask(bits);
        long low = address.low() & mask(bits - Long.SIZE);
        return new Cidr(new Address(high, low), prefixLength);
    }

    /// The first `bits` of 64, none for less than one, all for more than 63.
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }
}
