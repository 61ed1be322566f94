package dev.portcullis.core.accept;

import dev.portcullis.core.Protection;
import dev.portcullis.rules.limit.ClientAllowance;
import io.netty.channel.Channel;
import java.time.InstantSource;

/// How many connections one client may open, and how fast.
///
/// *Reads* the derived client. *Passes on* the connection with the client's allowance, which later pays for its
/// requests. *Refuses with* a close.
public final class AllowanceGate {

    private final Protection protection;
    private final InstantSource time;

    public AllowanceGate(Protection protection, InstantSource time) {
        this.protection = protection;
        this.time = time;
    }

    /// Counts the connection for as long as the channel is open.
    ///
    /// @return false if it is one too many
    public boolean admits(ClientConnection connection, Channel channel) {
        ClientAllowance allowance = protection.limits().of(connection.identity().address());
        if (!allowance.connect(time.millis())) {
            return false;
        }
        connection.allowance(allowance);
        channel.closeFuture().addListener(closed -> allowance.disconnect());
        return true;
    }
}
