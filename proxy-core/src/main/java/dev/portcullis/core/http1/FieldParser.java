package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.FieldRules;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;

/// One field line to one entry of [Fields] (RFC 9112 §5), refusing whatever two parsers might read differently.
final class FieldParser {

    private FieldParser() {}

    /// Indexes the lines from `firstLine` on, into the reader's own [Fields].
    static Fields parse(HeadReader head, int firstLine) throws BadMessage {
        Fields fields = head.fields();
        fields.reset(head.octets());
        for (int line = firstLine; line < head.lines(); line++) {
            parseLine(fields, head.octets(), head.lineFrom(line), head.lineEnd(line));
        }
        return fields;
    }

    private static void parseLine(Fields fields, byte[] octets, int from, int to) throws BadMessage {
        if (octets[from] == ' ' || octets[from] == '\t') {
            throw new BadMessage(Refusal.FOLDED_FIELD);
        }
        int colon = from;
        boolean underscore = false;
        while (colon < to && octets[colon] != ':') {
            if (!Octets.isToken(octets[colon])) {
                throw new BadMessage(Refusal.FIELD_NAME);
            }
            underscore |= octets[colon] == '_';
            colon++;
        }
        if (colon == from || colon == to) {
            throw new BadMessage(Refusal.FIELD_NAME);
        }
        if (underscore) {
            FieldRules.checkUnderscores(octets, from, colon);
        }
        int valueFrom = colon + 1;
        int valueTo = to;
        while (valueFrom < valueTo && FieldRules.isBlank(octets[valueFrom])) {
            valueFrom++;
        }
        while (valueTo > valueFrom && FieldRules.isBlank(octets[valueTo - 1])) {
            valueTo--;
        }
        FieldRules.checkValue(octets, valueFrom, valueTo);
        fields.add(FieldName.of(octets, from, colon), from, colon, valueFrom, valueTo);
    }
}
