package dev.portcullis.rules.signal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the signals of one exchange. Made by [SignalReader#exchange]; used on one thread.
public interface ExchangeReader {

    /// Most bytes of a body that a reader is given, after content coding is undone.
    int LARGEST_BODY = 4096;

    /// What looks at the request's body; null for nearly all requests.
    @Nullable
    BodyReader requestBody();

    /// What looks at the answer's body; null for nearly all. Asked once the status is known.
    @Nullable
    BodyReader answerBody(int status);

    /// What looks at the first messages of the websocket that the exchange became; null if it shows nothing.
    @Nullable
    MessageReader socket();

    /// The upstream's answer is complete, broke off, or the websocket's login is decided: what it all showed; null
    /// if nobody needs to know.
    ///
    /// @param restarting whether the upstream was away within the last two minutes
    @Nullable
    Observation answered(Instant at, int status, boolean restarting);

    /// We refused it ourselves.
    ///
    /// @param status what the client gets; 0 for a closed connection
    /// @param refusal its name, as in `docs/refusals.md`
    /// @param detail what was found ambiguous, for a refused path; else empty
    @Nullable
    Observation refused(Instant at, int status, String refusal, String detail);
}
