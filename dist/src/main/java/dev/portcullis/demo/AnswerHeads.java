package dev.portcullis.demo;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// What every answer carries, and the encoding of those that may be compressed.
final class AnswerHeads {

    /// An answer's body and the fields that describe it.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Encoded(HttpHeaders headers, byte[] body) {}

    private final InstantSource clock;

    AnswerHeads(InstantSource clock) {
        this.clock = clock;
    }

    /// The fields that Home Assistant of 2026 sets on all answers, errors too (`components/http/headers.py`).
    HttpHeaders complete(HttpHeaders own) {
        return new DefaultHttpHeaders()
                .set(own)
                .set("Referrer-Policy", "no-referrer")
                .set("X-Content-Type-Options", "nosniff")
                .set("Server", "")
                .set("X-Frame-Options", "SAMEORIGIN")
                .set("Date", DateFormatter.format(Date.from(clock.instant())));
    }

    /// aiohttp looks for the words `deflate` and `gzip`, in this order, and takes no notice of their weights:
    /// even `deflate;q=0` is answered with deflate. Its deflate is the zlib format (RFC 1950).
    Encoded encode(Answer.Whole answer, HttpHeaders request) {
        HttpHeaders headers = complete(answer.headers());
        byte[] body = answer.body();
        String accepted = request.get("Accept-Encoding", "").toLowerCase(Locale.ROOT);
        if (answer.compressible() && accepted.contains("deflate")) {
            body = compress(body, "deflate");
            headers.set("Content-Encoding", "deflate");
        } else if (answer.compressible() && accepted.contains("gzip")) {
            body = compress(body, "gzip");
            headers.set("Content-Encoding", "gzip");
        }
        headers.set("Content-Length", body.length);
        return new Encoded(headers, body);
    }

    private static byte[] compress(byte[] body, String coding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
