package dev.portcullis.demo;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Pictures and streams (`components/camera`, `components/stream`).
final class CameraViews {

    private final CameraTokens tokens;
    private final Duration picturePause;
    private final String streamToken;

    /// @param streamToken what stands in the path of the HLS playlists
    CameraViews(CameraTokens tokens, Duration picturePause, String streamToken) {
        this.tokens = tokens;
        this.picturePause = picturePause;
        this.streamToken = streamToken;
    }

    List<Route> routes() {
        return List.of(
                Route.prompt("GET", "/api/camera_proxy/{entity}", this::picture),
                Route.prompt("GET", "/api/camera_proxy_stream/{entity}", this::pictures),
                Route.prompt("GET", "/api/hls/{token}/master_playlist.m3u8", request -> playlist(request, """
                        #EXTM3U
                        #EXT-X-STREAM-INF:BANDWIDTH=200000,CODECS="avc1.42c01e"
                        playlist.m3u8
                        """)),
                Route.prompt("GET", "/api/hls/{token}/playlist.m3u8", request -> playlist(request, """
                        #EXTM3U
                        #EXT-X-VERSION:6
                        #EXT-X-TARGETDURATION:2
                        #EXT-X-MEDIA-SEQUENCE:0
                        #EXT-X-MAP:URI="init.mp4"
                        #EXTINF:2.000,
                        ./segment/0.m4s
                        #EXTINF:2.000,
                        ./segment/1.m4s
                        """)),
                Route.prompt("GET", "/api/hls/{token}/init.mp4", request -> segment(request, 0, 1_000)),
                Route.prompt("GET", "/api/hls/{token}/segment/0.m4s", request -> segment(request, 1_000, 40_000)),
                Route.prompt("GET", "/api/hls/{token}/segment/1.m4s", request -> segment(request, 41_000, 40_000)));
    }

    /// 403 for a stale token; 401 where an `Authorization` header came along and is no good.
    private Optional<Answer> refusal(Request request) {
        String camera = request.variable("entity");
        boolean byToken = request.target()
                .parameter("token")
                .filter(token -> tokens.accepts(camera, token))
                .isPresent();
        if (request.caller().isEmpty() && !byToken) {
            return Optional.of(Answer.error(request.headers().contains("Authorization") ? 401 : 403));
        }
        return camera.equals(Entities.CAMERA) ? Optional.empty() : Optional.of(Answer.error(404));
    }

    private Answer picture(Request request) {
        return refusal(request).orElseGet(() -> Answer.of(200, "image/jpeg", Pictures.number(0)));
    }

    private Answer pictures(Request request) {
        return refusal(request).orElseGet(() -> {
            HttpHeaders headers =
                    new DefaultHttpHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=--frameboundary");
            return new Answer.Flowing(HttpResponseStatus.OK, headers, new Pictures(picturePause));
        });
    }

    private Answer playlist(Request request, String text) {
        return request.variable("token").equals(streamToken)
                ? Answer.of(200, "application/vnd.apple.mpegurl", text.getBytes(StandardCharsets.UTF_8))
                : Answer.error(404);
    }

    private Answer segment(Request request, int offset, int length) {
        byte[] bytes = new byte[length];
        PatternBytes.slice(offset, length).readBytes(bytes);
        return request.variable("token").equals(streamToken)
                ? Answer.of(200, "video/iso.segment", bytes)
                : Answer.error(404);
    }
}
