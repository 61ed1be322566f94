package dev.portcullis.demo;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// What a browser loads before anybody is known: pages, scripts, the manifest. All of it is open.
final class FrontendViews {

    private static final List<String> PANELS = List.of(
            "lovelace",
            "config",
            "history",
            "logbook",
            "energy",
            "map",
            "todo",
            "calendar",
            "media-browser",
            "profile",
            "developer-tools",
            "hassio",
            "_my_redirect");

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript";
    private static final String FOREVER = "public, max-age=2678400";

    private FrontendViews() {}

    static List<Route> routes() {
        byte[] script = Resources.bytes("app.js");
        CRC32 sum = new CRC32();
        sum.update(script);
        String name = "app-" + String.format("%08x", sum.getValue()) + ".js";
        byte[] page = Resources.text("index.html")
                .replace("{{script}}", "/static/" + name)
                .getBytes(StandardCharsets.UTF_8);

        List<Route> routes = new ArrayList<>();
        routes.add(file("/", HTML, page, "no-cache"));
        for (String panel : PANELS) {
            routes.add(file("/" + panel, HTML, page, "no-cache"));
            routes.add(file("/" + panel + "/{rest...}", HTML, page, "no-cache"));
        }
        routes.add(file("/auth/authorize", HTML, page, "no-cache"));
        routes.add(file("/onboarding.html", HTML, page, "no-cache"));
        routes.add(file("/static/" + name, SCRIPT, script, FOREVER));
        routes.add(file("/frontend_latest/" + name, SCRIPT, script, FOREVER));
        routes.add(file("/frontend_es5/" + name, SCRIPT, script, FOREVER));
        routes.add(file("/service_worker.js", SCRIPT, utf8("// The stand-in works without one.\n"), "no-cache"));
        routes.add(file("/sw-modern.js", SCRIPT, utf8("// The stand-in works without one.\n"), "no-cache"));
        routes.add(file("/robots.txt", "text/plain", utf8("User-agent: *\nDisallow: /\n"), "no-cache"));
        routes.add(file("/manifest.json", "application/manifest+json", manifest(), "no-cache"));
        routes.add(file("/local/front-door.jpg", "image/jpeg", Pictures.number(0), FOREVER));
        routes.add(Route.prompt("GET", "/.well-known/change-password", _ -> redirect("/profile/security")));
        return routes;
    }

    private static Route file(String path, String contentType, byte[] content, String caching) {
        return Route.prompt("GET HEAD", path, _ -> {
            Answer.Whole answer = Answer.of(200, contentType, content);
            answer.headers().set("Cache-Control", caching);
            return answer;
        });
    }

    private static Answer redirect(String location) {
        Answer.Whole answer = Answer.text(302, "302: Found");
        HttpHeaders headers = answer.headers();
        headers.set("Location", location);
        return answer;
    }

    private static byte[] manifest() {
        return Json.bytes(Json.object(
                "name", "Home Assistant stand-in",
                "short_name", "Stand-in",
                "start_url", "/?homescreen=1",
                "display", "standalone",
                "background_color", "#ffffff",
                "theme_color", "#03a9f4",
                "icons", List.of()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
