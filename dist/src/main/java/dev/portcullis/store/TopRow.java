package dev.portcullis.store;

import java.time.Instant;

/// One line of a ranking of probes.
///
/// @param name a path or a client
/// @param count probes
/// @param others for a path, distinct clients; for a client, distinct paths
public record TopRow(String name, long count, long others, Instant last) {}
