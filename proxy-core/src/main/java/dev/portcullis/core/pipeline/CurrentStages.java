package dev.portcullis.core.pipeline;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Refusal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The stages of whatever configuration is in force: connections hold this, and so outlive a change of it.
final class CurrentStages implements ExchangeStart {

    private final Supplier<ExchangeStart> current;

    /// @param current asked on the event loop
    CurrentStages(Supplier<ExchangeStart> current) {
        this.current = current;
    }

    @Override
    public void begin(Exchange exchange) {
        current.get().begin(exchange);
    }

    @Override
    public boolean mayBlameClient(String target) {
        return current.get().mayBlameClient(target);
    }

    @Override
    public void refused(ClientConnection connection, @Nullable Exchange exchange, Refusal refusal, int status) {
        current.get().refused(connection, exchange, refusal, status);
    }

    @Override
    public void tunnelOpened() {
        current.get().tunnelOpened();
    }

    @Override
    public void tunnelClosed() {
        current.get().tunnelClosed();
    }
}
