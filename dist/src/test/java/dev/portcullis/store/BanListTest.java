package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Cidr;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BanListTest {

    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00.123Z");

    @Test
    void every_ban_comes_out_as_it_went_in() {
        List<Ban> all = new ArrayList<>();
        for (Cause cause : Cause.values()) {
            for (String network :
                    List.of("0.0.0.0/0", "203.0.113.9/32", "::/0", "2001:db8:0:1::/64", "2001:db8::1/128")) {
                boolean even = all.size() % 2 == 0;
                all.add(new Ban(
                        all.size() + 7_000_000_000L,
                        Cidr.parse(network),
                        BEGIN.plusMillis(all.size()),
                        even ? Instant.MAX : BEGIN.plusSeconds(all.size()),
                        cause,
                        even ? "probes" : "",
                        all.size() * 50,
                        !even,
                        "note " + all.size() % 3));
            }
        }
        for (int i = 0; i < 200; i++) {
            all.add(all.get(i % 30));
        }

        List<Ban> list = new BanList();
        list.addAll(all);

        assertThat(list).isEqualTo(all);
        assertThatThrownBy(() -> list.get(all.size())).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
