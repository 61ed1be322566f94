package dev.portcullis.store;

import dev.portcullis.rules.net.Cidr;
import java.time.Instant;
import java.util.Optional;

/// Which bans to list.
///
/// @param overlapping bans of networks that share an address with this one
/// @param cause as [dev.portcullis.rules.ban.Cause#key] spells it, or an own rule's name
/// @param since bans that began then or later
/// @param activeAt only bans that were active then; empty for all that are remembered
public record BanFilter(
        Optional<Cidr> overlapping, Optional<String> cause, Optional<Instant> since, Optional<Instant> activeAt) {}
