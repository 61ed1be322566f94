package dev.portcullis.core.upstream;

/// What a browser shows while the upstream is away; it comes back by itself.
final class WaitingPage {

    static final String HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="5">
            <title>One moment</title>
            <style>
            body { font: 1.1rem/1.6 system-ui, sans-serif; margin: 18vh auto; max-width: 30rem; padding: 0 1.5rem;
                   color: #333; background: #fafafa }
            @media (prefers-color-scheme: dark) { body { color: #ddd; background: #1c1c1c } }
            </style>
            </head>
            <body>
            <h1>One moment</h1>
            <p>The house is not answering yet. It may be restarting; this page tries again every five seconds.</p>
            </body>
            </html>
            """;

    private WaitingPage() {}
}
