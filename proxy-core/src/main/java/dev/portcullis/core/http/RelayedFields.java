package dev.portcullis.core.http;

/// Which fields of a message reach the other side (RFC 9110 §7.6.1).
///
/// Hop-by-hop fields and whatever `Connection` names go first; framing is always remade; claims about the client
/// are ours alone to make. What `Connection` names can take away only fields of the sender's own: ours are written
/// after.
public final class RelayedFields {

    private static final byte[] CLOSE = Octets.of("close");
    private static final byte[] KEEP_ALIVE = Octets.of("keep-alive");
    private static final byte[] UPGRADE = Octets.of("upgrade");

    /// Takes one field after the other, in its protocol's way of writing them.
    public interface Receiver {
        void field(Fields fields, int field);
    }

    private RelayedFields() {}

    /// Copies the fields that are relayed.
    ///
    /// @param except a field that the caller writes itself; [FieldName#OTHER] for none
    public static void copy(Fields fields, Receiver to, FieldName except) {
        boolean nominates = nominates(fields);
        for (int i = 0; i < fields.count(); i++) {
            FieldName name = fields.name(i);
            boolean relayed = switch (name.role()) {
                case PLAIN -> name == FieldName.OTHER || name != except;
                case HOP_BY_HOP, FRAMING, FORWARDING -> false;
            };
            if (relayed && !(nominates && isNominated(fields, i))) {
                to.field(fields, i);
            }
        }
    }

    /// Copies the trailers that are relayed: only fields that mean nothing to the data plane (RFC 9110 §6.5.1).
    public static void copyTrailers(Fields trailers, Receiver to) {
        for (int i = 0; i < trailers.count(); i++) {
            if (trailers.name(i) == FieldName.OTHER) {
                to.field(trailers, i);
            }
        }
    }

    private static boolean isNominated(Fields fields, int i) {
        return fields.lists(FieldName.CONNECTION, fields.octets(), fields.nameFrom(i), fields.nameTo(i));
    }

    /// Whether `Connection` holds more than one of the three usual words.
    private static boolean nominates(Fields fields) {
        int field = fields.indexOf(FieldName.CONNECTION);
        if (field < 0) {
            return false;
        }
        byte[] octets = fields.octets();
        int from = fields.valueFrom(field);
        int to = fields.valueTo(field);
        return fields.indexOf(FieldName.CONNECTION, field + 1) >= 0
                || !(Octets.equalsIgnoreCase(octets, from, to, KEEP_ALIVE)
                        || Octets.equalsIgnoreCase(octets, from, to, CLOSE)
                        || Octets.equalsIgnoreCase(octets, from, to, UPGRADE));
    }
}
