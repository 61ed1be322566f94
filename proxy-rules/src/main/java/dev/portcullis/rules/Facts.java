package dev.portcullis.rules;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;

/// What is known of a request when it is decided.
///
/// @param site index in [Policy#sites()]
/// @param client who asks, behind any trusted proxy
/// @param zone where that address is
/// @param method as sent; case matters (RFC 9110 §9.1)
/// @param path the path that will be forwarded
public record Facts(int site, Address client, Zone zone, String method, NormalPath path) {}
