package dev.portcullis.demo;

import java.net.InetSocketAddress;
import java.util.List;

/// A request line and its header fields as they came over the wire, in their order and spelling.
///
/// @param peer the other end of the connection, not what a header says
/// @param target the request target, undecoded
public record RequestHead(InetSocketAddress peer, String method, String target, String version, List<Field> fields) {

    /// One header line.
    public record Field(String name, String value) {}

    public RequestHead {
        fields = List.copyOf(fields);
    }

    /// Every value of a field, in the order of its lines; the name is compared without regard to case.
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }
}
