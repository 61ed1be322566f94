package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nothing that a household really asks is refused, and the house sees every target just as it was sent.
class HouseSessionTest {

    private static TestProxy everythingBefore(Origin origin) {
        return TestProxy.before(
                origin, it -> it.exposing(Exposure.preset(Preset.EVERYTHING, Settings.ANYWHERE, OptionalLong.empty())));
    }

    private static String firstLine(Asked asked) {
        return asked.method() + " " + asked.target() + " HTTP/1.1";
    }

    @ParameterizedTest
    @EnumSource
    void a_day_of_a_household_passes_octet_by_octet(Protocol protocol) throws IOException {
        List<Asked> requests = HouseSession.requests();
        List<String> sent = new ArrayList<>();
        requests.forEach(asked -> sent.add(firstLine(asked)));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = everythingBefore(origin)) {
            List<Integer> statuses = protocol.door().statuses(proxy, requests);

            Map<Integer, String> seen = new TreeMap<>();
            for (String head : origin.heads()) {
                seen.put(Integer.parseInt(Wire.field(head, Asked.MARK)), head.substring(0, head.indexOf('\r')));
            }
            assertThat(Set.copyOf(sent)).hasSizeGreaterThan(1000);
            assertThat(Set.copyOf(statuses)).containsExactly(200);
            assertThat(origin.heads()).hasSameSizeAs(requests);
            assertThat(seen.values()).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void its_websockets_open() throws IOException {
        try (Origin origin = Origin.sending(Requests.switching());
                TestProxy proxy = everythingBefore(origin)) {
            for (String target : HouseSession.sockets()) {
                try (Wire wire = proxy.connect()) {
                    wire.write(Requests.webSocket(target));
                    assertThat(wire.readHead()).as(target).startsWith("HTTP/1.1 101 ");
                }
                assertThat(origin.heads().getLast()).startsWith("GET " + target + " HTTP/1.1\r\n");
            }
        }
    }
}
