package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// One certificate authority as RFC 8555 shows it, call by call.
///
/// Every method blocks, for a bounded time, and is called on virtual threads only. Nothing is repeated in here but
/// what a rejected nonce asks for (RFC 8555 §6.5). Every answer is somebody else's word.
public interface Authority {

    /// What the authority says of itself, asked anew.
    Directory directory() throws AcmeFailure;

    /// Our account's address, found by its key (RFC 8555 §7.3.1); empty if there is none yet.
    Optional<URI> account() throws AcmeFailure;

    /// Creates our account, agreeing to the terms of service.
    ///
    /// @return its address
    URI register() throws AcmeFailure;

    /// Begins an order (RFC 8555 §7.4).
    OrderView newOrder(NewOrder order) throws AcmeFailure;

    OrderView order(URI order) throws AcmeFailure;

    AuthorizationView authorization(URI authorization) throws AcmeFailure;

    /// Says that the challenge's answer is in place (RFC 8555 §7.5.1).
    void begin(URI challenge) throws AcmeFailure;

    /// Asks for the certificate (RFC 8555 §7.4).
    ///
    /// @param csr PKCS #10 in DER
    OrderView finish(URI order, byte[] csr) throws AcmeFailure;

    /// The chain of a valid order, leaf first; the alternate one if its issuer is preferred (RFC 8555 §7.4.2).
    List<X509Certificate> chain(URI order) throws AcmeFailure;

    /// When the authority would like this certificate to be renewed (RFC 9773); empty where it has no such service.
    Optional<RenewalInfo> renewalInfo(X509Certificate leaf) throws AcmeFailure;

    /// An order to be made.
    ///
    /// @param replaces the certificate that this one replaces (RFC 9773 §5)
    record NewOrder(List<String> names, String profile, Optional<X509Certificate> replaces) {
        public NewOrder {
            names = List.copyOf(names);
        }
    }
}
