package dev.portcullis.core.http2;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.Refusal;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One decoded header block: names and values in the very order in which they came, as far as they fit.
///
/// Netty's own list puts pseudo-header fields first wherever they stood, and so hides what RFC 9113 §8.3 forbids.
/// Fields past a limit are counted out and not kept: the block must be decoded to its end all the same, or the
/// dynamic table would no longer be the client's.
final class HeaderList extends DefaultHttp2Headers {

    /// What each field counts for beside its bytes (RFC 9113 §6.5.2).
    private static final int FIELD_OVERHEAD = 32;

    private final Limits limits;
    private AsciiString[] parts = new AsciiString[32];
    private int count;
    private int regular;
    private int size;
    private @Nullable Refusal refusal;

    HeaderList(Limits limits) {
        super(false, 2);
        this.limits = limits;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        if (refusal == null) {
            keep(AsciiString.of(name), AsciiString.of(value));
        }
        return this;
    }

    private void keep(AsciiString name, AsciiString value) {
        long grown = (long) size + name.length() + value.length() + FIELD_OVERHEAD;
        if (grown > limits.headerBytes()) {
            refusal = Refusal.HEAD_SIZE;
            return;
        }
        if (!PseudoFields.isPseudo(name) && ++regular > limits.headers()) {
            refusal = Refusal.FIELD_COUNT;
            return;
        }
        if (count * 2 == parts.length) {
            parts = Arrays.copyOf(parts, parts.length * 2);
        }
        parts[count * 2] = name;
        parts[count * 2 + 1] = value;
        count++;
        size = (int) grown;
    }

    /// Why the list is incomplete; null if it is not.
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    int count() {
        return count;
    }

    AsciiString name(int field) {
        return parts[field * 2];
    }

    AsciiString value(int field) {
        return parts[field * 2 + 1];
    }

    /// Bytes of names and values and 32 for each field (RFC 9113 §6.5.2), of what was kept.
    int listSize() {
        return size;
    }

    /// The first `:path` that was kept; null if there is none.
    @Override
    public @Nullable CharSequence path() {
        for (int i = 0; i < count; i++) {
            if (PseudoHeaderName.PATH.value().contentEquals(name(i))) {
                return value(i);
            }
        }
        return null;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        List<Map.Entry<CharSequence, CharSequence>> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(Map.entry(name(i), value(i)));
        }
        return fields.iterator();
    }
}
