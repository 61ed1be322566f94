package dev.portcullis.core.pipeline;

import dev.portcullis.core.accept.LiveConnections;
import dev.portcullis.core.http.Backlog;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http1.HeadReaders;
import dev.portcullis.core.http2.HeadSpaces;
import dev.portcullis.core.http2.RequestFields;
import dev.portcullis.core.upstream.UpstreamPool;
import java.util.List;

/// What one event loop owns: used on that loop only, so nothing in it is locked.
///
/// @param https the stages of requests that came over TLS
/// @param http the stage of requests that did not
public record LoopState(
        HeadWriter writer,
        HeadReaders readers,
        HeadSpaces spaces,
        RequestFields requestFields,
        Backlog backlog,
        LiveConnections live,
        List<UpstreamPool> pools,
        ExchangeStart https,
        ExchangeStart http) {}
