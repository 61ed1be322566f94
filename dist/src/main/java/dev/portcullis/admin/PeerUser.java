package dev.portcullis.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/// Which users may speak to the admin socket.
///
/// A mode of 0600 alone would not do: it can be changed behind our back, and a socket can be bound into a
/// container.
record PeerUser(Set<UserPrincipal> welcome) {

    /// Our own user and root.
    ///
    /// @param ours a file that this process has just made
    static PeerUser ownerOf(Path ours) throws IOException {
        Set<UserPrincipal> welcome = new HashSet<>();
        welcome.add(Files.getOwner(ours));
        welcome.add(ours.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0"));
        return new PeerUser(Set.copyOf(welcome));
    }

    /// The kernel vouches for the peer as of its connect (SO_PEERCRED, unix(7)); users are compared by number.
    boolean mayUse(SocketChannel peer) throws IOException {
        return welcome.contains(
                peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }
}
