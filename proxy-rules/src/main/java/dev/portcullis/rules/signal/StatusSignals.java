package dev.portcullis.rules.signal;

/// What the status of an answer says where no body needs to be read.
final class StatusSignals {

    private StatusSignals() {}

    /// Of a Home Assistant site.
    ///
    /// @param presented what came along
    static Outcome ofHome(String path, String target, int status, Presented presented) {
        return switch (status) {
            case 400 -> HomeFilter.matches(target) ? Outcome.FILTERED : Outcome.NONE;
            case 401 -> HomePaths.asksForCredentials(path) ? refused(path, presented) : Outcome.NONE;
            case 403 -> HomePaths.isMediaProxy(path) ? refusedMedia(presented) : Outcome.NONE;
            case 404 -> ofMissing(path);
            case 500 -> HomePaths.asksForCredentials(path) ? inTrouble(presented) : Outcome.NONE;
            default -> Outcome.NONE;
        };
    }

    /// Of any other site.
    static Outcome ofOther(String path, int status) {
        return switch (status) {
            case 401, 403 -> Outcome.DENIED;
            case 404 ->
                HarmlessPaths.contains(path) || HarmlessPaths.isPartOfPage(path) ? Outcome.NONE : Outcome.NOT_FOUND;
            default -> Outcome.NONE;
        };
    }

    private static Outcome ofMissing(String path) {
        if (HomePaths.isLoginStep(path)) {
            return Outcome.UNKNOWN_FLOW;
        }
        return HarmlessPaths.contains(path) || HomePaths.mayBeGone(path) ? Outcome.NONE : Outcome.NOT_FOUND;
    }

    /// So ends a refused token too, when the client's address has an odd name.
    private static Outcome inTrouble(Presented presented) {
        return presented.kind() == Credential.Kind.BEARER ? Outcome.BAD_BEARER : Outcome.NONE;
    }

    private static Outcome refused(String path, Presented presented) {
        if (Credentials.isFlashBriefing(path) && presented.kind() == Credential.Kind.BASIC) {
            return Outcome.DENIED;
        }
        return switch (presented.kind()) {
            case NONE, PASSWORD, CODE -> Outcome.NO_CREDENTIAL;
            case BEARER, BASIC, SOCKET_TOKEN, REFRESH_TOKEN, AUTH_CODE -> Outcome.BAD_BEARER;
            case SIGNED_PATH -> Outcome.BAD_SIGNATURE;
            case MEDIA_TOKEN -> Outcome.BAD_MEDIA_TOKEN;
        };
    }

    private static Outcome refusedMedia(Presented presented) {
        return presented.isNone() ? Outcome.NO_CREDENTIAL : Outcome.BAD_MEDIA_TOKEN;
    }
}
