package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A secret in every place that is read, and none in what is kept.
class NoSecretTest {

    private static final String SECRET = "tIgErLiLy-0123456789-aBcDeF";

    private final House house = House.everything();

    private static void holdsNone(List<Observation> seen) {
        assertThat(seen).isNotEmpty();
        for (Observation observation : seen) {
            assertThat(observation.toString())
                    .doesNotContainIgnoringCase(SECRET)
                    .doesNotContainIgnoringCase("tigerlily")
                    .doesNotContain("aBcDeF");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 400, 401, 403, 404, 405, 500, 503})
    void in_targets_and_fields(int status) {
        for (String target : List.of(
                "/api/webhook/" + SECRET,
                "/api/states?authSig=" + SECRET,
                "/api/camera_proxy/camera.door?token=" + SECRET,
                "/api/alexa/flash_briefings/" + SECRET + "?password=" + SECRET,
                "/x/" + SECRET + "/y?" + SECRET,
                "/api/hls/" + SECRET + "/init.mp4",
                "/local/%74" + SECRET + "?" + SECRET,
                "/a//b/" + SECRET)) {
            for (int site : new int[] {House.HOME, House.OTHER, -1}) {
                Sent sent = Sent.post(target)
                        .at(site)
                        .bearer(SECRET)
                        .with("cookie", "ingress_session=" + SECRET)
                        .with("referer", "https://ha.example.org/?code=" + SECRET);
                holdsNone(List.of(
                        Objects.requireNonNull(house.answer(sent, status)),
                        Objects.requireNonNull(house.refuse(sent, status, "not-exposed", "")),
                        Objects.requireNonNull(house.refuse(sent, status, "path", "nul"))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 500})
    void in_bodies(int status) {
        String login = "{\"username\":\"" + SECRET + "\",\"password\":\"" + SECRET + "\",\"code\":\"" + SECRET + "\"}";
        String form = "{\"type\":\"form\",\"errors\":{\"base\":\"invalid_auth\"},\"message\":\"" + SECRET + "\"}";
        String tokens = "{\"access_token\":\"" + SECRET + "\",\"refresh_token\":\"" + SECRET
                + "\",\"error\":\"invalid_grant\",\"error_description\":\"" + SECRET + "\"}";
        String grant = "grant_type=refresh_token&refresh_token=" + SECRET + "&code=" + SECRET + "&token=" + SECRET;
        holdsNone(List.of(
                Objects.requireNonNull(house.exchange(Sent.post("/auth/login_flow/" + SECRET), login, status, form)),
                Objects.requireNonNull(house.exchange(Sent.post("/auth/token").form(), grant, status, tokens))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_ok", "auth_invalid"})
    void in_messages(String answer) {
        ExchangeReader reader = house.begin(Sent.get("/api/websocket"));
        MessageReader socket = Objects.requireNonNull(reader.socket());
        byte[] required = "{\"type\":\"auth_required\"}".getBytes(StandardCharsets.UTF_8);
        byte[] auth = ("{\"type\":\"auth\",\"access_token\":\"" + SECRET + "\",\"api_password\":\"" + SECRET + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] last = ("{\"type\":\"" + answer + "\",\"message\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);
        socket.fromServer(required, 0, required.length);
        socket.fromClient(auth, 0, auth.length);
        socket.fromServer(last, 0, last.length);
        Observation seen = Objects.requireNonNull(reader.answered(House.NOW, 101, false));
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of(SECRET));
        holdsNone(List.of(seen));
    }
}
