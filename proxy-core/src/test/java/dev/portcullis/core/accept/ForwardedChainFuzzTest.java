package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.core.Mutations;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http1.Parsed;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.net.Zones;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A normal build runs seeds and changes of them; `bench/fuzz` looks for more.
class ForwardedChainFuzzTest {

    private static final CidrSet FRONT = CidrSet.of(List.of(Cidr.parse("198.51.100.0/24")));
    private final ForwardedChain chain = new ForwardedChain(FRONT, Zones.of(Map.of()));

    @Test
    void changes_of_seeds() {
        Mutations.of(ForwardedChainFuzzTest.class, "any_value", "chain.dict").each(50_000, this::any_value);
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "chain.dict")
    void any_value(byte[] octets) {
        // What no field may hold never gets this far.
        String value = new String(octets, StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", "");
        assertThat(derived("203.0.113.9", value)).as("nobody vouches").contains(identity("203.0.113.9"));
        Optional<ClientIdentity> client = derived("198.51.100.1", value);
        if (client.isPresent() && !client.get().equals(identity("198.51.100.1"))) {
            Address address = client.get().address();
            assertThat(List.of(value.split(",", -1)))
                    .anyMatch(hop -> Address.parse(hop.strip()).equals(Optional.of(address)));
        }
        if (value.chars().filter(c -> c == ',').count() < 40) {
            assertThat(derived("198.51.100.1", value + ", 198.51.100.7"))
                    .as("one more listed hop at the right")
                    .isEqualTo(client);
            assertThat(derived("198.51.100.1", value + ", 192.0.2.7")).contains(identity("192.0.2.7"));
        }
    }

    /// Empty if the request is refused.
    private Optional<ClientIdentity> derived(String peer, String value) {
        try {
            return Optional.of(chain.derive(identity(peer), Parsed.fields("X-Forwarded-For: " + value + "\r\n")));
        } catch (BadMessage bad) {
            assertThat(bad.refusal()).isEqualTo(Refusal.FORWARDED_FOR);
            return Optional.empty();
        }
    }

    private static ClientIdentity identity(String address) {
        return new ClientIdentity(Address.parse(address).orElseThrow(), Zone.INTERNET);
    }
}
