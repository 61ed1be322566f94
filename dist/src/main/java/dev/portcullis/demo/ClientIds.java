package dev.portcullis.demo;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// IndieAuth client ids and redirects, as `components/auth/indieauth.py` checks them.
final class ClientIds {

    private static final Map<String, String> APPS = Map.of(
            "https://home-assistant.io/iOS", "homeassistant://auth-callback",
            "https://home-assistant.io/android", "homeassistant://auth-callback");

    private ClientIds() {}

    static boolean isValid(String clientId) {
        return parse(clientId)
                .filter(uri -> uri.getRawUserInfo() == null && uri.getRawFragment() == null)
                .filter(uri -> Arrays.stream(uri.getRawPath().split("/", -1))
                        .noneMatch(segment -> segment.equals(".") || segment.equals("..")))
                .filter(uri -> isNameOrLocal(uri.getHost()))
                .isPresent();
    }

    /// A redirect has to stay on the client's own site, or be the one that an app registered.
    static boolean mayRedirect(String clientId, String redirectUri) {
        if (redirectUri.equals(APPS.get(clientId))) {
            return true;
        }
        Optional<String> client = parse(clientId).map(ClientIds::site);
        return client.isPresent() && client.equals(parse(redirectUri).map(ClientIds::site));
    }

    private static String site(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static boolean isNameOrLocal(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return Addresses.bytes(bare) == null || Networks.LOCAL.contains(bare);
    }

    private static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
