package dev.portcullis.app;

/// What `demo` tells to try.
final class DemoText {

    private DemoText() {}

    static String of(int port) {
        return """
                Portcullis demo: a stand-in for Home Assistant behind https://localhost:%1$d/
                The certificate is self-signed: a browser will warn, and curl wants -k. Ctrl-C ends it.

                Try, in another terminal:

                  the page
                    curl -k https://localhost:%1$d/

                  a webhook, which answers 200 whatever its id, as Home Assistant does
                    curl -ki -X POST https://localhost:%1$d/api/webhook/doorbell-8c1f04

                  a login that fails: open the page in a browser and log in with a wrong password, or
                    flow=$(curl -ks https://localhost:%1$d/auth/login_flow -d '{"client_id":
                      "https://localhost:%1$d/", "handler": ["homeassistant", null],
                      "redirect_uri": "https://localhost:%1$d/"}' | grep -o '[0-9a-f]\\{32\\}')
                    curl -ki https://localhost:%1$d/auth/login_flow/$flow -d '{"client_id":
                      "https://localhost:%1$d/", "username": "owner", "password": "wrong"}'
                    (200, and the error inside: status codes alone see nothing.
                     The right password is correct-horse.)

                  a probe, refused before the house sees it
                    curl -ki --path-as-is https://localhost:%1$d/static/../../etc/passwd

                  what Portcullis knows, and why it would decide something
                    ./portcullis status
                    ./portcullis explain GET /api/hassio/backups --from 203.0.113.9

                """.formatted(port);
    }
}
