package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import java.util.List;
import java.util.Optional;

/// Remembers what was asked of an authority, over restarts and crashes: on the disk before each method returns.
///
/// Asked before everything that an authority limits, so that no limit is ever exceeded.
public interface OrderLedger {

    /// The order to go on with, begun before a crash or a failure; empty for none.
    Optional<OpenOrder> open();

    /// An account is about to be created.
    ///
    /// @throws AcmeFailure `RATE_LIMITED` where that would exceed a limit
    void registering() throws AcmeFailure;

    /// An order is about to be made.
    ///
    /// @param replaces whether it names the certificate that it replaces, which authorities count more kindly
    /// @throws AcmeFailure `RATE_LIMITED` where that would exceed a limit
    void ordering(List<String> names, boolean replaces) throws AcmeFailure;

    /// The order was made.
    void ordered(OpenOrder order) throws AcmeFailure;

    /// The authority is about to be told to look at this name.
    ///
    /// @throws AcmeFailure `RATE_LIMITED` where another failure would exceed a limit
    void proving(String name) throws AcmeFailure;

    /// It looked and was not convinced.
    void notProven(String name, ChallengeType challenge, AcmeTrouble trouble) throws AcmeFailure;

    /// All names were proven.
    void proven(ChallengeType challenge) throws AcmeFailure;

    /// The open order has come to an end, good or bad.
    ///
    /// @param issued whether a certificate may exist
    void closed(boolean issued) throws AcmeFailure;
}
