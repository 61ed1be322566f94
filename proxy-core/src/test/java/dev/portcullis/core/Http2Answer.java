package dev.portcullis.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What came on a stream.
///
/// @param status of the final answer; 0 if none came
/// @param informational the 1xx before it
/// @param body as Latin-1
/// @param reset the code with which the stream was reset; -1 if it was not
public record Http2Answer(
        int status,
        List<Integer> informational,
        List<Map.Entry<String, String>> fields,
        String body,
        List<Map.Entry<String, String>> trailers,
        int reset) {

    static Http2Answer of(List<Http2Frame> heads, String body, Http2Frame last) {
        List<Integer> informational = new ArrayList<>();
        List<Map.Entry<String, String>> fields = List.of();
        List<Map.Entry<String, String>> trailers = List.of();
        int status = 0;
        for (Http2Frame head : heads) {
            String value = head.field(":status");
            if (status != 0) {
                trailers = head.fields();
            } else if (Integer.parseInt(value) < 200) {
                informational.add(Integer.parseInt(value));
            } else {
                status = Integer.parseInt(value);
                fields = head.fields();
            }
        }
        int reset = last.type() == Http2Frame.RST_STREAM ? last.errorCode() : -1;
        return new Http2Answer(status, List.copyOf(informational), fields, body, trailers, reset);
    }

    /// The only field of that name; null if there is none.
    public String field(String name) {
        return Http2Frame.only(fields, name);
    }
}
