package dev.portcullis.rules.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Home Assistant's frontend, apps and services really send.
class LegitimateTargetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?homescreen=1",
                "/?auth_callback=1&code=0f9c8d7e6b5a4f3e2d1c0b9a8f7e6d5c&state=eyJoYXNzVXJsIjoiaHR0cHM6Ly9ob21lIn0%3D",
                "/lovelace/0",
                "/lovelace/default_view",
                "/lovelace-k%C3%BCche/wohnzimmer?kiosk",
                "/dashboard-energy/solar?edit=1",
                "/config/integrations/dashboard",
                "/config/devices/device/3f2504e04f8941d39a0c0305e82c3301",
                "/history?entity_id=sensor.temp%2Csensor.hum&start_date=2026-11-23T07%3A00%3A00.000Z",
                "/logbook",
                "/energy",
                "/map",
                "/todo?entity_id=todo.shopping_list",
                "/calendar",
                "/media-browser/browser/app%2Cmedia-source%3Alocal",
                "/profile/general",
                "/developer-tools/state",
                "/_my_redirect/config_flow_start?domain=mqtt",
                "/static/icons/favicon-192x192.png",
                "/static/fonts/roboto/Roboto-Regular.woff2",
                "/static/translations/de-3b6d1e7c2f48d0a1b59e8c7d6f5a4b3c.json",
                "/static/mdi/1a2b3c4d5e.json",
                "/frontend_latest/app.Xk2_v-9Q.js",
                "/frontend_latest/core.8f7d6c5b4a3f2e1d.js",
                "/frontend_latest/12345.b1c2d3e4f5a60718.js.map",
                "/frontend_es5/custom-panel.0a1b2c3d.js",
                "/service_worker.js",
                "/sw-modern.js",
                "/manifest.json",
                "/robots.txt",
                "/onboarding.html",
                "/hacsfiles/button-card/button-card.js?hacstag=146194325452",
                "/hacsfiles/lovelace-card-mod/card-mod.js?hacstag=190927524340",
                "/local/floorplan/eg.svg",
                "/local/photos/Caf%C3%A9%20%28Terrasse%29.jpg?v=3",
                "/local/community/mini-graph-card/mini-graph-card-bundle.js?v=0.12.1",
                "/local/a+b,c=d@2x!.png",
                "/local/100%25.png",
                "/auth/authorize?response_type=code&redirect_uri=https%3A%2F%2Fhome.example.org%2F%3Fauth_callback%3D1&client_id=https%3A%2F%2Fhome.example.org%2F&state=abc",
                "/auth/authorize?response_type=code&client_id=https://home-assistant.io/android&redirect_uri=homeassistant://auth-callback",
                "/auth/providers",
                "/auth/login_flow",
                "/auth/login_flow/9e107d9d372bb6826bd81d3542a419d6",
                "/auth/token",
                "/auth/revoke",
                "/auth/external/callback?state=eyJhbGciOiJIUzI1NiJ9.eyJmIjoiMSJ9.s-ig_N&code=4%2F0AX4XfWh",
                "/.well-known/oauth-authorization-server",
                "/.well-known/change-password",
                "/api/websocket",
                "/api/webhook/3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "/api/webhook/6f1ed002ab5595859014ebf0951522d96f1ed002ab5595859014ebf0951522d9",
                "/api/webhook/-dGhpcyBpcyBhIHdlYmhvb2s_",
                "/api/webhook/dGVzdA%3D%3D",
                "/api/webhook/t%C3%BCr%20auf",
                "/api/webhook/doorbell-8c1f04?battery=93&name=Front%20door",
                "/api/webhook/owntracks.id~1:2@home",
                "/api/google_assistant",
                "/api/alexa/smart_home",
                "/api/alexa/flash_briefings/news?password=p%26ss%2Fw%2500rd",
                "/api/telegram_webhooks",
                "/api/camera_proxy/camera.front_door?token=8f14e45fceea167a5a36dedd4bea2543",
                "/api/camera_proxy/camera.front_door?authSig=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhIn0.x-y_z&width=640&height=360",
                "/api/camera_proxy_stream/camera.front_door?token=8f14e45fceea167a5a36dedd4bea2543&interval=0.5",
                "/api/image_proxy/image.map?token=abc&state=2026-11-23T07:50:54.526929+00:00",
                "/api/media_player_proxy/media_player.tv?token=a1&cache=7f3e5d1c9b8a7f6e",
                "/api/media_player_proxy/media_player.tv/browse_media/album/spotify:album:4aawyAB9vmqN3uQ7FjRGTy?token=a",
                "/api/hls/5d41402abc4b2a76b9719d911017c592/master_playlist.m3u8",
                "/api/hls/5d41402abc4b2a76b9719d911017c592/playlist.m3u8?_HLS_msn=12&_HLS_part=3",
                "/api/hls/5d41402abc4b2a76b9719d911017c592/init.mp4",
                "/api/hls/5d41402abc4b2a76b9719d911017c592/segment/12.3.m4s",
                "/api/tts_proxy/dae2cdcb27a1d1c3b07ba2c7db91480f9d4bfd8f_de_-_tts.cloud.mp3",
                "/api/image/serve/3b9f2c1d/512x512",
                "/api/states/sensor.living_room_temperature",
                "/api/history/period/2026-11-23T07:00:00+01:00?filter_entity_id=sensor.a,sensor.b&minimal_response",
                "/api/history/period/2026-11-23T07%3A00%3A00.000Z?end_time=2026-11-24T07%3A00%3A00.000Z",
                "/api/logbook/2026-11-23T00:00:00.000Z?entity=light.x",
                "/api/calendars/calendar.family?start=2026-11-01T00:00:00Z&end=2026-12-01T00:00:00Z",
                "/api/services/light/turn_on",
                "/api/events/zha_event",
                "/api/config/config_entries/flow/8a7b6c5d",
                "/api/diagnostics/config_entry/0123456789abcdef",
                "/api/backup/download/8f3e2b1a?agent_id=hassio.local",
                "/api/mobile_app/registrations",
                "/api/hassio/app/entrypoint.js",
                "/api/hassio/addons/core_mosquitto/logo",
                "/api/hassio_ingress/h3Zs8-Vb_9Qk/ui/index.html",
                "/api/hassio_ingress/h3Zs8-Vb_9Qk/stable-abc/static/out/vs/workbench/workbench.js",
                "/api/brands/integration/mqtt/icon.png?token=ab",
                "/media/local/100%25%20d%C3%A9j%C3%A0.mp4",
                "/media/local/M%C3%BCnchen/2026-11-23%2007%3A50%3A54.mp4?authSig=eyJhbGciOiJIUzI1NiJ9.e30.abc",
                "/media/local/%E6%97%A5%E6%9C%AC/%F0%9F%8F%A0.jpg",
                "/media/local/50%2520off%20%26%20more%20%5B1%5D.mp4",
            })
    void passes_untouched(String target) {
        byte[] octets = target.getBytes(StandardCharsets.US_ASCII);
        int query = target.indexOf('?');

        assertThat(Target.parse(octets, 0, octets.length)).isInstanceOfSatisfying(Target.Accepted.class, accepted -> {
            assertThat(accepted.path().sameAsSent()).isTrue();
            assertThat(accepted.path().tolerated()).isEmpty();
            assertThat(accepted.path().value()).isEqualTo(query < 0 ? target : target.substring(0, query));
            assertThat(accepted.queryStart()).isEqualTo(query < 0 ? octets.length : query);
        });
    }
}
