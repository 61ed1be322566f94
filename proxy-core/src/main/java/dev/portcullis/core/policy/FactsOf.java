package dev.portcullis.core.policy;

import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.rules.Facts;

/// What policy gets to know of an exchange: no bytes, no channels.
final class FactsOf {

    private FactsOf() {}

    static Facts exchange(Exchange exchange) {
        ClientIdentity client = exchange.identity();
        return new Facts(
                exchange.site(),
                client.address(),
                client.zone(),
                exchange.request().method(),
                exchange.path());
    }
}
