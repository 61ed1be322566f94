package dev.portcullis.core.accept;

import dev.portcullis.core.http.Refusal;
import io.netty.channel.Channel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The places of connections that would be refused, but may be a certificate authority's that comes to validate.
///
/// An authority validates from addresses that it does not tell, so it may come from a banned network or while the
/// house is full. While a validation is awaited, such a connection goes on until it has shown what it wants. Places
/// are bounded, and whoever comes newly always gets one, first of all from the network that holds most: an authority
/// speaks at once, so neither a flood of silent connections nor one of validations that never end keeps it out
/// (`ValidationReserveTest`, `AcmeValidationTest`). Used on any thread.
public final class ValidationReserve {

    /// Of those that have not shown what they want, and so cost little.
    public static final int PLACES = 1_024;

    /// Of those that validate, each with a TLS engine; many times what an authority needs.
    public static final int VALIDATIONS = 64;

    /// An authority asks from a handful of places at once, each in a network of its own.
    private static final int VALIDATIONS_OF_ONE_NETWORK = 4;

    private final BooleanSupplier awaited;
    private final Places<Spared> silent;
    private final Places<Spared> validating;

    /// @param awaited whether a validation is awaited just now
    /// @param places of connections that have not shown what they want
    /// @param validations places of those that validate
    public ValidationReserve(BooleanSupplier awaited, int places, int validations) {
        this.awaited = awaited;
        this.silent = new Places<>(places, places);
        this.validating = new Places<>(validations, VALIDATIONS_OF_ONE_NETWORK);
    }

    /// The place of one connection, until it closes.
    public final class Spared {

        private final Channel channel;
        private final Refusal refusal;

        private Spared(Channel channel, Refusal refusal) {
            this.channel = channel;
            this.refusal = refusal;
        }

        /// What the connection is refused with unless it validates.
        public Refusal refusal() {
            return refusal;
        }

        /// From now on only another validation can take the place.
        ///
        /// @return false if it had lost its place before
        boolean validates(ClientIdentity client) {
            Spared outlasted;
            synchronized (ValidationReserve.this) {
                if (!silent.leave(this)) {
                    return false;
                }
                outlasted = validating.take(this, client.address());
            }
            close(outlasted);
            return true;
        }
    }

    /// Whether a validation is awaited just now.
    public boolean awaited() {
        return awaited.getAsBoolean();
    }

    /// Lets a connection go on for the time being.
    ///
    /// @return false if no validation is awaited
    public boolean spares(Channel channel, ClientConnection connection, Refusal refusal) {
        if (!awaited()) {
            return false;
        }
        Spared spared = new Spared(channel, refusal);
        Spared outlasted;
        synchronized (this) {
            outlasted = silent.take(spared, connection.identity().address());
        }
        connection.spared(spared);
        channel.closeFuture().addListener(closed -> leave(spared));
        close(outlasted);
        return true;
    }

    /// Later, as whoever takes the place may be about to walk through all connections of that loop.
    private static void close(@Nullable Spared outlasted) {
        if (outlasted != null) {
            outlasted.channel.eventLoop().execute(outlasted.channel::close);
        }
    }

    private synchronized void leave(Spared spared) {
        silent.leave(spared);
        validating.leave(spared);
    }
}
