package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A browser's one connection, by the browser's own log of what it did.
class BrowserHttp2Test {

    private static final Pattern SOURCE = Pattern.compile("\"source\":\\{\"id\":(\\d+)");

    @TempDir
    Path folder;

    @Test
    void page_login_and_websockets_are_streams_of_one_connection_and_each_websocket_ends_in_order() throws IOException {
        Path log = folder.resolve("net.json");
        try (Program demo = Program.serve(folder, "demo", "--port", "0", "--state", "state")) {
            try (Browser browser = new Browser(folder.resolve("profile"), "--log-net-log=" + log)) {
                browser.open("https://localhost:" + demo.port() + "/");
                browser.until("document.title === 'Home Assistant stand-in' && document.readyState === 'complete'");
                assertThat(browser.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol"))
                        .isEqualTo("h2");
                browser.evaluate("document.forms.login.elements.username.value = 'owner'");
                browser.evaluate("document.forms.login.elements.password.value = 'correct-horse'");
                browser.evaluate("document.querySelector('#login button').click()");
                browser.until("document.querySelectorAll('#events li').length >= 2");
                assertThat(status("websockets")).isEqualTo("1");

                closedByThePage(browser);
                Patience.until(() -> status("websockets").equals("1"), "the closed one is gone from status");
                assertThat(browser.evaluate("document.getElementById('message').textContent"))
                        .startsWith("Connected");

                closedByTheStop(browser, demo);
            }
            assertThat(demo.ended().exit()).isZero();
        }
        onOneConnection(Files.readAllLines(log));
    }

    private static void closedByThePage(Browser browser) {
        open(browser, "own");
        browser.evaluate("own.close(4000, 'enough')");
        browser.until("own.end !== undefined");
        assertThat(browser.evaluate("[own.end.wasClean, own.end.code]")).isEqualTo("true,4000");
    }

    private static void closedByTheStop(Browser browser, Program demo) {
        open(browser, "last");
        demo.terminate();
        browser.until("last.end !== undefined");
        assertThat(browser.evaluate("[last.end.wasClean, last.end.code]")).isEqualTo("true,1001");
        browser.until("document.getElementById('message').textContent === 'The house hung up.'");
    }

    /// A websocket as a variable of the page, once its first message has come.
    private static void open(Browser browser, String name) {
        browser.evaluate("window." + name + " = new WebSocket('wss://' + location.host + '/api/websocket')");
        browser.evaluate(name + ".onmessage = message => " + name + ".first = message.data");
        browser.evaluate(name + ".onclose = end => " + name + ".end = end");
        browser.until(name + ".readyState === 1 && " + name + ".first.includes('auth_required')");
    }

    private static void onOneConnection(List<String> log) {
        assertThat(sources(log, "\":protocol: websocket\"")).hasSize(3);
        Set<String> all = Set.copyOf(sources(log, "\":protocol: websocket\""));
        assertThat(all).as("connections with a websocket").hasSize(1);
        assertThat(sources(log, "\":path: /auth/token\""))
                .as("the login's")
                .isNotEmpty()
                .allMatch(all::contains);
        assertThat(sources(log, "\":path: /\"")).as("the page's").isNotEmpty().allMatch(all::contains);
    }

    /// The connections that sent a head with this field, one for each such head.
    private static List<String> sources(List<String> log, String field) {
        return log.stream()
                .filter(line ->
                        line.contains("\"headers\":[") && line.contains("\"stream_id\":") && line.contains(field))
                .map(SOURCE::matcher)
                .filter(Matcher::find)
                .map(source -> source.group(1))
                .collect(Collectors.toList());
    }

    private String status(String member) {
        return JsonText.member(
                Program.run(folder, "status", "--json", "--state", "state").out(), member);
    }
}
