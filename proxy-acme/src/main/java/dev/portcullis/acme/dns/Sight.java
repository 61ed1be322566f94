package dev.portcullis.acme.dns;

import java.util.Set;

/// What one name server was seen to hold.
sealed interface Sight {

    /// All the values.
    record Complete() implements Sight {}

    /// It answered, and some values are missing.
    ///
    /// @param values what it shows instead, escaped
    record Behind(Set<String> values) implements Sight {
        public Behind {
            values = Set.copyOf(values);
        }
    }

    /// Nothing that says what the zone holds: silence, an error, an answer without authority. A resolver that gets
    /// such an answer asks the zone's next server.
    record None(String reason) implements Sight {}
}
