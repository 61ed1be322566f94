package dev.portcullis.demo;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/// Add-on pages below `/api/hassio_ingress/<token>/`: tell what they were asked, and echo on `ws`.
final class IngressViews {

    private static final String TREE = "/api/hassio_ingress/{token}/";

    private IngressViews() {}

    static List<Route> routes(Settings.Timing timing) {
        return List.of(
                Route.prompt("GET", TREE + "ws", _ -> new Answer.Socket(true, () -> new EchoSocket(timing))),
                Route.buffered("GET POST PUT PATCH DELETE", TREE + "{path...}", IngressViews::tell));
    }

    private static Answer tell(Request request, byte[] body) {
        HttpHeaders headers = request.headers();
        return Answer.json(Json.object(
                "method", request.method(),
                "path", request.target().rawPath(),
                "query", request.target().query(),
                "host", headers.get("Host"),
                "bytes", body.length));
    }
}
