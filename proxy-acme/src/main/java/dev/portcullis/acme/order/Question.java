package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import org.shredzone.acme4j.exception.AcmeException;

/// One thing that is asked of an authority.
@FunctionalInterface
interface Question<T> {

    T ask(BoundedConnection connection) throws AcmeException, AcmeFailure;
}
