package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.order.OrderView.Status;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// Asks for the certificate of an order whose names are proven, and waits for it.
final class Certifying {

    private static final int TRIES = 5;

    private final Authority authority;
    private final Polling polling;
    private final Patience patience;

    Certifying(Authority authority, Polling polling, Patience patience) {
        this.authority = authority;
        this.polling = polling;
        this.patience = patience;
    }

    /// Waits until the authority has noticed that all names are proven.
    Current untilReady(Current current) throws AcmeFailure, InterruptedException {
        return current.with(polling.until(
                what(current), authority.order(current.order().url()), new AskedForOrder(current, Status.PENDING)));
    }

    /// Hands in the signing request where that was not done, and waits for the end.
    ///
    /// @return valid or invalid
    Current certified(Current current, Progress progress) throws AcmeFailure, InterruptedException {
        OrderView view = current.view();
        if (view.status() == Status.READY) {
            view = finished(current.order());
            progress.done(Step.FINISH, what(current));
        }
        return current.with(polling.until(what(current), view, new AskedForOrder(current, Status.PROCESSING)));
    }

    /// A lost answer to this call tells nothing, so the authority is asked what has become of it.
    private OrderView finished(OpenOrder order) throws AcmeFailure, InterruptedException {
        byte[] request = SigningRequest.of(order.names(), order.key());
        for (int failures = 1; ; failures++) {
            try {
                return authority.finish(order.url(), request);
            } catch (AcmeFailure failure) {
                if (Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                OrderView now = authority.order(order.url());
                if (now.status() == Status.PROCESSING || now.status() == Status.VALID) {
                    return now;
                }
                if (failures == TRIES || !patience.waited(failures, failure.trouble())) {
                    throw failure;
                }
            }
        }
    }

    private static String what(Current current) {
        return "order for " + String.join(", ", current.order().names());
    }

    /// Some authorities show an order as ready for a moment after it was finished.
    private final class AskedForOrder implements Polling.Asked<OrderView> {

        private final URI url;
        private final Status waiting;

        AskedForOrder(Current current, Status waiting) {
            this.url = current.order().url();
            this.waiting = waiting;
        }

        @Override
        public OrderView ask() throws AcmeFailure {
            return authority.order(url);
        }

        @Override
        public boolean isDone(OrderView view) {
            return switch (view.status()) {
                case PENDING -> false;
                case READY, PROCESSING -> waiting == Status.PENDING;
                case VALID, INVALID -> true;
            };
        }

        @Override
        public Optional<Instant> askAgain(OrderView view) {
            return view.askAgain();
        }
    }
}
