package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import org.junit.jupiter.api.Test;

class TroubleTextTest {

    @Test
    void the_remedy_is_whole_however_much_was_found() {
        String remedy = "Forward port 443. ".repeat(40) + "Then renew.";

        String text =
                TroubleText.of(AcmeTrouble.of(Cause.PORT_CLOSED, "home.test", "\u001b[2J" + "x".repeat(590), remedy));

        assertThat(text)
                .startsWith("home.test: \\x1b[2Jxxx")
                .contains(" more). ")
                .endsWith(remedy);
    }
}
