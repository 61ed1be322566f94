package dev.portcullis.core.http2;

import java.util.ArrayList;
import java.util.List;

/// The room that one stream has on loan: for its request's head, and for its trailers if they come.
final class HeadLoans {

    private final HeadSpaces spaces;
    private final Share share;
    private final List<HeadSpace> lent = new ArrayList<>(1);

    /// @param share of the connection, where a head that unfolds from a few bytes counts for what it is
    /// @param first where the request's head stands
    HeadLoans(HeadSpaces spaces, Share share, HeadSpace first) {
        this.spaces = spaces;
        this.share = share;
        add(first);
    }

    void add(HeadSpace space) {
        lent.add(space);
        share.heads(space.size());
    }

    /// Nobody looks at what stands in them any more.
    void giveBack() {
        for (HeadSpace space : lent) {
            share.heads(-space.size());
            spaces.give(space);
        }
        lent.clear();
    }
}
