package dev.portcullis.store;

import dev.portcullis.rules.net.Address;
import java.time.Instant;

/// A probe.
///
/// @param what a family of the catalogue, a refusal's name, an outcome or an own rule
/// @param refusal the name of our own refusal; empty where the upstream answered
public record ProbeRow(
        long id,
        Instant at,
        Address client,
        String zone,
        String site,
        String what,
        double weight,
        String method,
        String path,
        int status,
        String refusal,
        String agent) {}
