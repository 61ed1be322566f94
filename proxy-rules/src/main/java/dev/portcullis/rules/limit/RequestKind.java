package dev.portcullis.rules.limit;

/// Which bucket besides `request` a request takes from.
public enum RequestKind {
    /// A step of a login: `POST` below `/auth/login_flow`. It takes from the bucket `auth`, and may be slowed for all.
    LOGIN,
    /// `POST` to `/auth/token`: phones and assistants live on it, and what it takes cannot be guessed.
    AUTH,
    /// A call of a webhook.
    WEBHOOK,
    OTHER;

    private static final String WEBHOOK_PREFIX = "/api/webhook/";
    private static final String TOKEN = "/auth/token";
    private static final String FLOW = "/auth/login_flow";

    /// The kind of a request to Home Assistant.
    ///
    /// @param path canonical
    public static RequestKind of(String method, String path) {
        if (path.startsWith(WEBHOOK_PREFIX)) {
            return WEBHOOK;
        }
        if (!method.equals("POST")) {
            return OTHER;
        }
        boolean login = path.startsWith(FLOW) && (path.length() == FLOW.length() || path.charAt(FLOW.length()) == '/');
        if (login) {
            return LOGIN;
        }
        return path.equals(TOKEN) ? AUTH : OTHER;
    }
}
