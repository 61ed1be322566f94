package dev.portcullis.house;

import java.time.Duration;
import java.util.Optional;

/// Who answers where Home Assistant is said to be.
public sealed interface HouseAnswer {

    /// The name has no address.
    record Unresolved() implements HouseAnswer {}

    /// Nobody accepts a connection.
    ///
    /// @param reason such as `connection refused`
    record Unreachable(String reason) implements HouseAnswer {}

    /// Somebody accepts, and then gives no HTTP answer.
    record NoAnswer(String reason) implements HouseAnswer {}

    /// TLS is spoken there, although plain HTTP was expected.
    record SpeaksTls() implements HouseAnswer {}

    /// Plain HTTP is spoken there, although TLS was expected.
    record SpeaksPlain() implements HouseAnswer {}

    /// TLS, with a certificate that is not to be believed.
    ///
    /// @param reason in words
    record Untrusted(String reason) implements HouseAnswer {}

    /// 502, 503 or 504: Home Assistant starts or stops, or whoever stands before it does not reach it.
    record Unavailable(int status) implements HouseAnswer {}

    /// 403 to what is open to everybody: Home Assistant has banned the address that we come from.
    ///
    /// @param from that address, unless something in between changes it
    record Banned(String from) implements HouseAnswer {}

    /// Somebody sends us elsewhere.
    record Redirects(int status, String location) implements HouseAnswer {}

    /// An HTTP server, and not Home Assistant.
    ///
    /// @param title what it calls itself; it may hold anything
    record Stranger(int status, String title) implements HouseAnswer {}

    /// Home Assistant.
    ///
    /// @param version as it tells on its websocket; it may hold anything
    /// @param onboarded false while anybody who reaches it can make the first user
    /// @param from the address that we come from, unless something in between changes it: what must be in *Trusted
    ///     proxies*
    /// @param ahead how much later its clock is than ours
    record House(
            Optional<String> version, boolean onboarded, Forwarding forwarding, String from, Optional<Duration> ahead)
            implements HouseAnswer {}

    /// What Home Assistant makes of `X-Forwarded-For` from this machine.
    enum Forwarding {
        /// It takes it.
        TRUSTED,
        /// 400: *Trust X-Forwarded-For* is off, or the address that we come from is not in *Trusted proxies*.
        REFUSED,
        /// Neither can be said.
        UNCLEAR
    }
}
