package dev.portcullis.core.tally;

import dev.portcullis.rules.route.RouteKind;
import org.jspecify.annotations.Nullable;

/// What is counted of one request, from its head to the end of its answer or tunnel.
///
/// It is counted once, as it ends; a tunnel as it is opened. Used on its event loop only. Until [#begun] it counts
/// nothing, and so it does for ever where requests are not counted.
public abstract class RequestTally {

    private @Nullable LoopTally loop;
    private @Nullable SiteTally site;
    private @Nullable RouteKind kind;
    private boolean multiplexed;
    private boolean tunnel;
    private long since;
    private int status;

    /// Begins to count.
    ///
    /// @param many whether others share its connection, as in HTTP/2
    public void begun(LoopTally counting, boolean many) {
        loop = counting;
        site = counting.nobody();
        multiplexed = many;
        since = counting.nobody().now();
        counting.requestBegun(many);
    }

    /// It is for this site.
    public void countedFor(SiteTally known) {
        site = loop == null ? null : known;
    }

    /// A rule of this kind lets it through.
    public void allowedBy(RouteKind rule) {
        kind = rule;
    }

    /// The upstream's answer begins to go to the client.
    public void relayed(int answer) {
        if (site != null && status == 0) {
            status = answer;
            site.firstByte(site.now() - since);
        }
    }

    /// An answer of our own goes to the client.
    public void answered(int answer) {
        status = status == 0 ? answer : status;
    }

    /// It became a tunnel.
    public void becameTunnel() {
        if (site != null && !tunnel) {
            tunnel = true;
            relayed(101);
            site.tunnelOpened(kind);
        }
    }

    /// Bytes of its body, or of its tunnel, came from the client.
    public void in(int bytes) {
        if (site != null) {
            site.in(bytes);
        }
    }

    /// Bytes of its answer's body, or of its tunnel, go to the client.
    public void out(int bytes) {
        if (site != null) {
            site.out(bytes);
        }
    }

    /// It is over, whatever became of it. More calls do nothing.
    public void over() {
        if (site == null || loop == null) {
            return;
        }
        if (tunnel) {
            site.tunnelClosed();
        } else {
            site.over(kind, status, site.now() - since);
        }
        loop.requestOver(multiplexed);
        site = null;
        loop = null;
    }
}
