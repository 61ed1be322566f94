package dev.portcullis.rules.signal;

/// Whether a success shows that the credential that came along is good.
///
/// Much is open to anybody, whatever `Authorization` they make up; who could pass for one of the household that
/// way would be treated like one.
final class ProvenCredential {

    private ProvenCredential() {}

    /// @param path canonical
    static boolean atHome(String method, String path, int status, Credentials credentials) {
        if (!isSuccess(method, status) || credentials.several() || !HomePaths.isGuarded(path)) {
            return false;
        }
        return switch (credentials.presented().kind()) {
            case BEARER, MEDIA_TOKEN -> true;
            case SIGNED_PATH -> method.equals("GET") || method.equals("HEAD");
            case NONE, PASSWORD, CODE, REFRESH_TOKEN, AUTH_CODE, BASIC, SOCKET_TOKEN -> false;
        };
    }

    /// On a site of which we do not know what is open: only where the very same request was denied before.
    static boolean elsewhere(RequestView request, int status, Credentials credentials, ConnectionNotes notes) {
        return isSuccess(request.method(), status)
                && !credentials.presented().isNone()
                && notes.wasDenied(key(request));
    }

    /// By which a request is known again, credentials apart.
    static String key(RequestView request) {
        return request.site() + " " + request.method() + " " + request.target();
    }

    /// Preflights (`OPTIONS`) are answered before anybody asks who is there.
    private static boolean isSuccess(String method, int status) {
        return ((status >= 200 && status < 300) || status == 304) && !method.equals("OPTIONS");
    }
}
