package dev.portcullis.core.http1;

import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Octets;
import java.util.ArrayList;
import java.util.List;

/// One message as a codec understood it; two codecs agree if these are equal.
///
/// @param line method, target and minor version, or status and reason
/// @param fields `name: value`, in order
/// @param body one character for each byte
/// @param trailers `name: value`, in order
public record Message(String line, List<String> fields, String body, List<String> trailers) {

    public static List<String> texts(Fields fields) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            texts.add(Octets.string(fields.octets(), fields.nameFrom(i), fields.nameTo(i)) + ": " + fields.value(i));
        }
        return texts;
    }
}
