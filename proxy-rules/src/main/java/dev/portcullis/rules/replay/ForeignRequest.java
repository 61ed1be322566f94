package dev.portcullis.rules.replay;

import dev.portcullis.rules.net.Address;
import java.time.Instant;

/// A request as another program's log tells of it. Text is raw, as the client sent it.
///
/// @param method empty if the request line could not be read
/// @param target path and query; the whole request line if that could not be read
/// @param user the name that came with Basic authentication, right or wrong; empty for none
/// @param status what the client got
record ForeignRequest(
        Instant at,
        Address client,
        String method,
        String target,
        String user,
        int status,
        String referer,
        String agent) {}
