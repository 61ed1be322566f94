package dev.portcullis.core.http2;

import dev.portcullis.core.http.Refusal;
import io.netty.handler.codec.http2.Http2Error;
import java.util.function.LongSupplier;

/// How many frames of each cheap kind one HTTP/2 connection may send (RFC 9113 §10.5); explained to operators in
/// `docs/limits.md`.
///
/// A frame that costs its sender nothing must not cost us an answer, a wake-up or a line of work without end.
/// Every number stands well above what browsers, phones' apps and command line clients send.
final class FrameBudgets {

    /// Clients send SETTINGS once and acknowledge ours once. Each must be answered (CVE-2019-9515).
    static final int SETTINGS_BURST = 10;

    static final int SETTINGS_PER_SECOND = 1;

    /// RFC 9113 knows six settings; clients send two to eight, some with one that means nothing.
    static final int SETTINGS_ENTRIES = 64;

    /// Clients ping idle connections every few seconds at most. Each must be answered (CVE-2019-9512).
    static final int PING_BURST = 50;

    static final int PING_PER_SECOND = 5;

    /// Frames that change nothing here: PRIORITY, PRIORITY_UPDATE, GOAWAY, unknown types, and the RST_STREAM frame
    /// as such. Browsers send a handful at the start, then one or two with a request (CVE-2019-9513).
    static final int IDLE_TALK_BURST = 400;

    static final int IDLE_TALK_PER_SECOND = 20;

    /// What each HEADERS earns: a browser may place its request, place it again, and reset it.
    static final int IDLE_TALK_PER_REQUEST = 3;

    /// Clients that do not know a body's end in advance send one empty DATA with END_STREAM, which is not counted;
    /// without END_STREAM it says nothing (CVE-2019-9518).
    static final int EMPTY_DATA_BURST = 20;

    static final int EMPTY_DATA_PER_SECOND = 2;

    /// A head of 64 KiB, the default of `limits.header_bytes`, fills HEADERS and three of them (CVE-2024-27316).
    static final int CONTINUATIONS = 16;

    /// No client sends one; two do no harm.
    static final int EMPTY_CONTINUATIONS = 2;

    /// A player that seeks resets a few a second, however few streams it may have (CVE-2023-44487, CVE-2025-8671).
    static final int FEWEST_RESETS = 10;

    static final int RESET_PER_SECOND = 10;

    /// For what clients announce on their own, such as a large window at the start.
    static final int WINDOW_UPDATE_BURST = 2000;

    static final int WINDOW_UPDATE_PER_SECOND = 500;

    /// The most eager clients answer each DATA with an update for the stream and one for the connection.
    static final int WINDOW_UPDATE_PER_DATA = 2;

    private final FrameBudget settings;
    private final FrameBudget pings;
    private final FrameBudget idleTalk;
    private final FrameBudget emptyData;
    private final FrameBudget resets;
    private final FrameBudget windowUpdates;

    /// @param streams most at once. A browser that leaves a page resets all of them; as many more may be open then, so
    ///     that the upstream sees at most twice as many.
    FrameBudgets(LongSupplier nanos, int streams) {
        settings = new FrameBudget(nanos, SETTINGS_BURST, SETTINGS_PER_SECOND);
        pings = new FrameBudget(nanos, PING_BURST, PING_PER_SECOND);
        idleTalk = new FrameBudget(nanos, IDLE_TALK_BURST, IDLE_TALK_PER_SECOND);
        emptyData = new FrameBudget(nanos, EMPTY_DATA_BURST, EMPTY_DATA_PER_SECOND);
        resets = new FrameBudget(nanos, Math.max(FEWEST_RESETS, streams), RESET_PER_SECOND);
        windowUpdates = new FrameBudget(nanos, WINDOW_UPDATE_BURST, WINDOW_UPDATE_PER_SECOND);
    }

    /// @param entries how many settings the frame carries
    void settings(int entries) throws BrokenConnection {
        if (entries > SETTINGS_ENTRIES) {
            throw flood();
        }
        take(settings);
    }

    void ping() throws BrokenConnection {
        take(pings);
    }

    void idleTalk() throws BrokenConnection {
        take(idleTalk);
    }

    void emptyData() throws BrokenConnection {
        take(emptyData);
    }

    void reset() throws BrokenConnection {
        take(resets);
    }

    void windowUpdate() throws BrokenConnection {
        take(windowUpdates);
    }

    void requestBegun() {
        idleTalk.earn(IDLE_TALK_PER_REQUEST);
    }

    void dataSent() {
        windowUpdates.earn(WINDOW_UPDATE_PER_DATA);
    }

    static BrokenConnection flood() {
        return new BrokenConnection(Http2Error.ENHANCE_YOUR_CALM, Refusal.HTTP2_FLOOD);
    }

    private static void take(FrameBudget budget) throws BrokenConnection {
        if (!budget.take()) {
            throw flood();
        }
    }
}
