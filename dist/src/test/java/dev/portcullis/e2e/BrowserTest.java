package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demonstration in a real browser.
class BrowserTest {

    @TempDir
    Path folder;

    @Test
    void the_page_says_why_a_login_failed_and_shows_the_house_after_a_right_one() {
        try (Program demo = Program.serve(folder, "demo", "--port", "0", "--state", "state");
                Browser browser = new Browser(folder.resolve("profile"))) {
            browser.open("https://localhost:" + demo.port() + "/");
            browser.until("document.title === 'Home Assistant stand-in' && document.readyState === 'complete'");
            assertThat(browser.evaluate("isSecureContext")).isEqualTo("true");

            login(browser, "wrong");
            browser.until("document.getElementById('message').textContent === 'Refused: invalid_auth'");
            assertThat(browser.evaluate("document.getElementById('message').className"))
                    .isEqualTo("bad");
            assertThat(browser.evaluate("document.getElementById('house').hidden"))
                    .isEqualTo("true");

            login(browser, "correct-horse");
            browser.until("document.getElementById('message').textContent.startsWith('Connected, version ')");
            browser.until("document.querySelectorAll('#events li').length >= 2");
            assertThat(browser.evaluate("document.querySelector('#events li').innerText"))
                    .contains("state_changed")
                    .contains("is now");
            assertThat(browser.evaluate("document.getElementById('login').hidden"))
                    .isEqualTo("true");

            demo.terminate();
            browser.until("document.getElementById('message').textContent === 'The house hung up.'");
            assertThat(demo.ended().exit()).isZero();
        }
    }

    /// Fills in the form and presses its button.
    private static void login(Browser browser, String password) {
        browser.evaluate("document.forms.login.elements.username.value = 'owner'");
        browser.evaluate("document.forms.login.elements.password.value = '" + password + "'");
        browser.evaluate("document.querySelector('#login button').click()");
    }
}
