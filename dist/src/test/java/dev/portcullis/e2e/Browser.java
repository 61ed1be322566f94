package dev.portcullis.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chromium without a screen and with an empty profile, driven by its DevTools protocol.
final class Browser implements AutoCloseable {

    private static final Pattern DEVTOOLS = Pattern.compile("ws://\\S+");

    private final Process process;
    private final Captured err;
    private final Talk.Client client = new Talk.Client();
    private final Talk devTools;
    private final String session;
    private int lastId;

    /// @param profile a folder for everything that it keeps
    /// @param more further options
    Browser(Path profile, String... more) {
        process = start(profile, more);
        err = new Captured(process.getErrorStream());
        String line = err.line("DevTools listening on ")
                .orElseThrow(() -> new AssertionError("chromium did not start:\n" + err.soFar()));
        Matcher address = DEVTOOLS.matcher(line);
        if (!address.find()) {
            throw new AssertionError("no address in: " + line);
        }
        devTools = Talk.to(client, address.group());
        String target = JsonText.member(call("", "Target.createTarget", "{\"url\":\"about:blank\"}"), "targetId");
        session = JsonText.member(
                call("", "Target.attachToTarget", "{\"targetId\":\"" + target + "\",\"flatten\":true}"), "sessionId");
    }

    private static Process start(Path profile, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--ignore-certificate-errors"));
        command.addAll(List.of(more));
        command.add("about:blank");
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "chromium: cannot be started (expected: on the PATH). On Debian: apt-get install chromium", e);
        }
    }

    void open(String url) {
        call(session, "Page.navigate", "{\"url\":\"" + url + "\"}");
    }

    /// What an expression comes to, as text; one that throws comes to an empty one.
    String evaluate(String expression) {
        String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"");
        String answer = call(session, "Runtime.evaluate", "{\"expression\":\"String(" + quoted + ")\"}");
        return JsonText.find(answer, "exceptionDetails").isPresent() ? "" : JsonText.member(answer, "value");
    }

    /// Waits until an expression is true.
    void until(String expression) {
        Patience.until(
                () -> evaluate(expression).equals("true"),
                expression + "; the page shows: " + evaluate("document.body.innerText"));
    }

    private String call(String from, String method, String parameters) {
        int id = ++lastId;
        String sender = from.isEmpty() ? "" : ",\"sessionId\":\"" + from + "\"";
        devTools.send("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + sender + "}");
        while (true) {
            String message = devTools.expect("{");
            if (message.startsWith("{\"id\":" + id + ",")) {
                return message;
            }
        }
    }

    @Override
    public void close() {
        devTools.send("{\"id\":" + ++lastId + ",\"method\":\"Browser.close\"}");
        try {
            if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            devTools.close();
            client.close();
        }
    }
}
