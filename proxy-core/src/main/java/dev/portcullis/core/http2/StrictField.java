package dev.portcullis.core.http2;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.FieldRules;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import io.netty.util.AsciiString;

/// One name and one value, judged alone (RFC 9113 §8.2).
final class StrictField {

    private static final AsciiString TRAILERS = AsciiString.cached("trailers");

    private StrictField() {}

    /// Which field it is.
    ///
    /// @throws BadMessage [Refusal#FIELD_NAME] unless the name is a lower-case token, [Refusal#PSEUDO_FIELD] for a
    ///     pseudo-header field, [Refusal#FIELD_UNDERSCORE] for one that passes for another
    static FieldName name(AsciiString name) throws BadMessage {
        if (PseudoFields.isPseudo(name)) {
            throw new BadMessage(Refusal.PSEUDO_FIELD);
        }
        byte[] octets = name.array();
        int from = name.arrayOffset();
        int to = from + name.length();
        boolean underscore = false;
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (!Octets.isToken(octet) || (octet >= 'A' && octet <= 'Z')) {
                throw new BadMessage(Refusal.FIELD_NAME);
            }
            underscore |= octet == '_';
        }
        if (from == to) {
            throw new BadMessage(Refusal.FIELD_NAME);
        }
        if (underscore) {
            FieldRules.checkUnderscores(octets, from, to);
        }
        return FieldName.of(octets, from, to);
    }

    /// Refuses control bytes as everywhere, and white space around the value, which HTTP/1 drops (§8.2.1).
    static void checkValue(AsciiString value) throws BadMessage {
        byte[] octets = value.array();
        int from = value.arrayOffset();
        int to = from + value.length();
        if (from < to && (FieldRules.isBlank(octets[from]) || FieldRules.isBlank(octets[to - 1]))) {
            throw new BadMessage(Refusal.FIELD_VALUE);
        }
        FieldRules.checkValue(octets, from, to);
    }

    /// Refuses what speaks of one connection only (§8.2.2); `TE: trailers` alone is allowed.
    static void checkConnection(FieldName name, AsciiString value) throws BadMessage {
        boolean allowed = switch (name) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE, HTTP2_SETTINGS -> false;
            case TE -> value.equals(TRAILERS);
            default -> true;
        };
        if (!allowed) {
            throw new BadMessage(Refusal.CONNECTION_FIELD);
        }
    }
}
