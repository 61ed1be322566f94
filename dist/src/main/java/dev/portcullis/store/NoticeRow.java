package dev.portcullis.store;

import dev.portcullis.rules.net.Address;
import java.time.Instant;

/// Something that the owner should hear.
///
/// @param code one word for it
public record NoticeRow(long id, Instant at, Address client, String code, String text) {}
