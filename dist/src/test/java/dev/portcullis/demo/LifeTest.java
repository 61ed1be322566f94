package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class LifeTest {

    @Test
    void starts_again_on_the_same_port_and_knows_its_refresh_tokens_but_not_its_flows() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            InetSocketAddress address = house.address();
            String tokens = Household.token(address);
            String access = Household.member(tokens, "access_token");
            String flow;
            WireClient before = new WireClient(address);
            flow = Household.member(before.exchange(Household.open()).text(), "flow_id");

            house.stop();
            assertThat(before.ended()).isTrue();
            before.close();
            assertThatThrownBy(() -> new WireClient(address)).isInstanceOf(ConnectException.class);

            house.restart();
            assertThat(house.address()).isEqualTo(address);
            try (WireClient after = new WireClient(address)) {
                assertThat(after.exchange(Household.submit(flow, "owner", "correct-horse"))
                                .status())
                        .isEqualTo(404);
                assertThat(after.exchange(Household.get("/api/", Household.bearer(access)))
                                .status())
                        .isEqualTo(200);
                assertThat(after.exchange(Household.refresh(Household.member(tokens, "refresh_token")))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(house.recorder().requests()).isEqualTo(7);
        }
    }

    @Test
    void answers_503_while_it_stops() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                WireClient client = new WireClient(house.address())) {
            house.beginStopping();
            assertThat(client.exchange(Household.get("/")).status()).isEqualTo(503);
            assertThat(client.exchange(Household.get("/api/")).status()).isEqualTo(503);
            house.restart();
            try (WireClient again = new WireClient(house.address())) {
                assertThat(again.exchange(Household.get("/")).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void says_which_address_it_cannot_have() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            Settings same = Settings.usual().withBind(house.address());
            assertThatThrownBy(() -> HomeAssistantDouble.start(same))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on")
                    .hasMessageContaining(String.valueOf(house.port()));
        }
    }

    @Test
    void counts_connections() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            try (WireClient one = new WireClient(house.address());
                    WireClient two = new WireClient(house.address())) {
                one.exchange(Household.get("/robots.txt"));
                two.exchange(Household.get("/robots.txt"));
                assertThat(house.recorder().openConnections()).isEqualTo(2);
            }
            house.stop();
            assertThat(house.recorder().openConnections()).isZero();
            assertThat(house.recorder().connections()).isEqualTo(2);
        }
    }
}
