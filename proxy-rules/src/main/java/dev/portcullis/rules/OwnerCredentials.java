package dev.portcullis.rules;

/// Where an answer that blames the client costs the owner a login.
///
/// On `POST /auth/token` Home Assistant's front end takes 400 and 403, and its iOS app anything from 400 to 403,
/// as the end of its refresh token; on `/api/webhook/…` the companion app takes 410 as "this device was deleted"
/// (home-assistant-js-websocket `auth.js`, iOS `TokenManager.swift`, HA `mobile_app`).
public final class OwnerCredentials {

    private static final String TOKEN = "/auth/token";
    private static final String WEBHOOK = "/api/webhook/";

    private OwnerCredentials() {}

    /// Whether a request to this target may carry an owner's credentials.
    ///
    /// @param target path and query as sent; only a path without tricks is what a real client sends
    public static boolean atStake(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return path.equals(TOKEN) || (path.startsWith(WEBHOOK) && isSegment(path.substring(WEBHOOK.length())));
    }

    /// A path with more segments, parameters or dots is nobody's webhook.
    private static boolean isSegment(String id) {
        for (int i = 0; i < id.length(); i++) {
            if ("/;\\#".indexOf(id.charAt(i)) >= 0) {
                return false;
            }
        }
        return !id.equals(".") && !id.equals("..");
    }
}
