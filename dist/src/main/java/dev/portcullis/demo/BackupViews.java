package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bodies of any size, down and up; nothing of them is kept.
///
/// `/api/backup/download/<bytes>` sends [PatternBytes], by length or (`?chunked=1`) in chunks, also by `Range`;
/// `/api/backup/upload` answers what it received; `/api/demo/trailers` sends a request's trailers back as trailers.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is noticed
final class BackupViews {

    private BackupViews() {}

    static List<Route> routes() {
        return List.of(
                Route.guardedPrompt("GET HEAD", "/api/backup/download/{bytes}", BackupViews::download),
                Route.guarded("POST PUT", "/api/backup/upload", (View.Streaming) _ -> new Counting()),
                Route.guarded("POST", "/api/demo/trailers", (View.Streaming) _ -> new Trailers()));
    }

    private static Answer download(Request request) {
        Optional<Long> size = number(request.variable("bytes"));
        if (size.isEmpty()) {
            return Answer.error(404);
        }
        @Nullable String range = request.headers().get("Range");
        if (range == null || !range.startsWith("bytes=")) {
            return part(HttpResponseStatus.OK, 0, size.get(), request, null);
        }
        Optional<ByteRange> wanted = ByteRange.parse(range.substring("bytes=".length()), size.get());
        if (wanted.isEmpty()) {
            Answer.Whole refusal = Answer.error(416);
            refusal.headers().set("Content-Range", "bytes */" + size.get());
            return refusal;
        }
        ByteRange bytes = wanted.get();
        String place = "bytes " + bytes.first() + "-" + bytes.last() + "/" + size.get();
        return part(HttpResponseStatus.PARTIAL_CONTENT, bytes.first(), bytes.length(), request, place);
    }

    private static Answer part(
            HttpResponseStatus status, long first, long length, Request request, @Nullable String place) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set("Content-Type", "application/x-tar")
                .set("Content-Disposition", "attachment; filename=\"backup.tar\"")
                .set("Accept-Ranges", "bytes");
        if (place != null) {
            headers.set("Content-Range", place);
        }
        if (request.target().parameter("chunked").isEmpty()) {
            headers.set("Content-Length", length);
        }
        return new Answer.Flowing(status, headers, new Download(first, first + length));
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number >= 0);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// RFC 9110 section 14.1.2, one range only.
    record ByteRange(long first, long last) {

        long length() {
            return last - first + 1;
        }

        static Optional<ByteRange> parse(String text, long size) {
            int dash = text.indexOf('-');
            if (dash < 0) {
                return Optional.empty();
            }
            Optional<Long> from = number(text.substring(0, dash));
            Optional<Long> to = number(text.substring(dash + 1));
            if (dash == 0) {
                return to.filter(suffix -> suffix > 0 && size > 0)
                        .map(suffix -> new ByteRange(Math.max(0, size - suffix), size - 1));
            }
            long last = Math.min(to.orElse(size - 1), size - 1);
            return from.filter(first -> first <= last).map(first -> new ByteRange(first, last));
        }
    }

    private static final class Download implements Flow {

        private final long end;
        private long next;
        private @Nullable Outlet outlet;

        Download(long first, long end) {
            this.next = first;
            this.end = end;
        }

        @Override
        public void start(Outlet to) {
            outlet = to;
            roomAgain();
        }

        @Override
        public void roomAgain() {
            Outlet to = outlet;
            if (to == null) {
                return;
            }
            while (next < end && to.hasRoom()) {
                ByteBuf slice = PatternBytes.slice(next, end - next);
                next += slice.readableBytes();
                to.write(slice);
            }
            if (next == end) {
                outlet = null;
                to.end(EmptyHttpHeaders.INSTANCE);
            }
        }
    }

    private static final class Counting implements View.Upload {

        private final MessageDigest digest = sha256();
        private long bytes;

        @Override
        public void take(ByteBuf part) {
            bytes += part.readableBytes();
            for (ByteBuffer buffer : part.nioBuffers()) {
                digest.update(buffer);
            }
        }

        @Override
        public Answer finish(HttpHeaders trailers) {
            return Answer.json(
                    201, Json.object("bytes", bytes, "sha256", HexFormat.of().formatHex(digest.digest())));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
            }
        }
    }

    private static final class Trailers implements View.Upload {

        @Override
        public void take(ByteBuf part) {}

        @Override
        public Answer finish(HttpHeaders trailers) {
            Map<String, String> seen = new LinkedHashMap<>();
            trailers.forEach(field -> seen.put(field.getKey(), field.getValue()));
            HttpHeaders headers = new DefaultHttpHeaders()
                    .set("Content-Type", Answer.JSON)
                    .set("Trailer", String.join(", ", seen.keySet()));
            return new Answer.Flowing(HttpResponseStatus.OK, headers, outlet -> {
                outlet.write(Unpooled.wrappedBuffer(Json.bytes(seen)));
                outlet.end(trailers);
            });
        }
    }
}
