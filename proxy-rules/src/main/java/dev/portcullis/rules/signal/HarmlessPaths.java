package dev.portcullis.rules.signal;

import java.util.Locale;
import java.util.Set;

/// What browsers, crawlers and link previews ask any site for by themselves.
final class HarmlessPaths {

    private static final Set<String> NAMES = Set.of(
            "/",
            "/ads.txt",
            "/browserconfig.xml",
            "/favicon.ico",
            "/favicon.png",
            "/favicon.svg",
            "/humans.txt",
            "/manifest.json",
            "/robots.txt",
            "/security.txt",
            "/service_worker.js",
            "/sitemap.xml",
            "/sw-legacy.js",
            "/sw-modern.js");

    /// What a page is made of.
    private static final Set<String> PARTS = Set.of(
            "avif", "bmp", "css", "eot", "gif", "ico", "jpeg", "jpg", "js", "map", "mjs", "otf", "png", "svg", "ttf",
            "webp", "woff", "woff2");

    private HarmlessPaths() {}

    static boolean contains(String path) {
        return NAMES.contains(path)
                || path.startsWith("/apple-touch-icon")
                || path.startsWith("/.well-known/")
                || path.endsWith(".map");
    }

    /// Whether it is named like a picture, a style, a script or a font: pages ask for dozens of them at once.
    static boolean isPartOfPage(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/')
                && PARTS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
