package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;

/// What the owner can do about each kind of problem that an authority names.
///
/// The types are those of RFC 8555 §6.7, RFC 9773 §7.4 and the draft on profiles.
record Remedies(Cause cause, String remedy) {

    private static final String WAIT = "Nothing has to be done: it is tried again later.";

    /// Of a validation: the authority looked, and this is why it was not convinced.
    static Remedies ofValidation(String type, ChallengeType challenge) {
        boolean dns = challenge == ChallengeType.DNS_01;
        return switch (type) {
            case "dns" ->
                dns
                        ? new Remedies(Cause.DNS_NOT_SPREAD, NOT_SPREAD)
                        : new Remedies(Cause.NAME_WITHOUT_ADDRESS, WITHOUT_ADDRESS);
            case "connection" -> new Remedies(Cause.PORT_CLOSED, closed(challenge));
            case "tls", "unauthorized", "incorrectResponse" ->
                dns
                        ? new Remedies(Cause.DNS_NOT_SPREAD, NOT_SPREAD)
                        : new Remedies(Cause.POINTS_ELSEWHERE, elsewhere(challenge));
            default -> ofCall(type);
        };
    }

    /// Of a question that was refused.
    static Remedies ofCall(String type) {
        return switch (type) {
            case "dns" -> new Remedies(Cause.NAME_WITHOUT_ADDRESS, WITHOUT_ADDRESS);
            case "connection" -> new Remedies(Cause.PORT_CLOSED, closed(ChallengeType.TLS_ALPN_01));
            case "tls", "incorrectResponse" ->
                new Remedies(Cause.POINTS_ELSEWHERE, elsewhere(ChallengeType.TLS_ALPN_01));
            case "caa" ->
                new Remedies(
                        Cause.CAA_FORBIDS,
                        "Allow the authority in the domain's CAA records, or remove them; a CAA record of the parent"
                                + " domain counts too.");
            case "rejectedIdentifier", "unsupportedIdentifier" ->
                new Remedies(
                        Cause.NAME_REFUSED,
                        "Check the spelling of the host names, or ask another authority (`directory`): this one does"
                                + " not issue for such a name.");
            case "rateLimited" ->
                new Remedies(
                        Cause.RATE_LIMITED,
                        "Nothing has to be done: it is tried again when the authority allows it. Starting Portcullis"
                                + " anew does not help.");
            default -> ofAccount(type);
        };
    }

    private static Remedies ofAccount(String type) {
        return switch (type) {
            case "userActionRequired" ->
                new Remedies(
                        Cause.TERMS_NOT_AGREED,
                        "Read what the authority asks for at the address above; if you agree, set `agree_to_terms: true`.");
            case "externalAccountRequired" ->
                new Remedies(
                        Cause.ACCOUNT_BINDING,
                        "Get a key identifier and an HMAC key from the authority's web site and set them under `eab`. Then"
                                + " restart Portcullis.");
            case "accountDoesNotExist" ->
                new Remedies(
                        Cause.ACCOUNT_REFUSED,
                        "The authority has forgotten our account: a new one is made at the next attempt.");
            case "unauthorized" ->
                new Remedies(
                        Cause.ACCOUNT_REFUSED,
                        "The authority does not accept our account for this. If it was deactivated, move the account's"
                                + " key out of the state folder: a new account is made then.");
            case "invalidContact", "unsupportedContact" ->
                new Remedies(
                        Cause.ACCOUNT_REFUSED, "Set `email` to an address that can receive mail, or leave it empty.");
            case "badPublicKey", "badSignatureAlgorithm" ->
                new Remedies(
                        Cause.ACCOUNT_REFUSED,
                        "The authority does not take the key of our account. Move the account's key out of the state"
                                + " folder: a new one is made then.");
            case "invalidProfile" ->
                new Remedies(
                        Cause.PROFILE_UNKNOWN, "Set `profile` to one that the authority offers, or leave it empty.");
            default -> ofProtocol(type);
        };
    }

    private static Remedies ofProtocol(String type) {
        return switch (type) {
            case "alreadyReplaced" ->
                new Remedies(
                        Cause.ALREADY_REPLACED,
                        "Nothing has to be done: the next order does not name the certificate that it replaces.");
            case "badCSR" ->
                new Remedies(
                        Cause.AUTHORITY_BROKEN,
                        "Try another kind of key; if that does not help, report it with this message.");
            case "serverInternal" -> new Remedies(Cause.AUTHORITY_BROKEN, WAIT);
            case "orderNotReady", "badNonce", "alreadyRevoked", "badRevocationReason" ->
                new Remedies(Cause.AUTHORITY_BROKEN, WAIT);
            default ->
                new Remedies(
                        Cause.AUTHORITY_BROKEN,
                        WAIT + " If it stays, look at the authority's status page or ask another one (`directory`).");
        };
    }

    private static final String WITHOUT_ADDRESS =
            "Create an A or AAAA record for the name that points to your public address, and wait some minutes.";

    private static final String NOT_SPREAD =
            "The authority did not see our TXT record: check that `_acme-challenge` of this name is kept where our"
                    + " DNS provider writes it. It is tried again later.";

    private static String closed(ChallengeType challenge) {
        return switch (challenge) {
            case TLS_ALPN_01 ->
                "Forward TCP port 443 of your router to this machine and let it pass the firewall; with an AAAA"
                        + " record this holds for IPv6 too.";
            case HTTP_01 ->
                "Forward TCP port 80 of your router to this machine and let it pass the firewall; with an AAAA"
                        + " record this holds for IPv6 too.";
            case DNS_01 -> "Check that the domain's name servers can be reached from the Internet.";
        };
    }

    private static String elsewhere(ChallengeType challenge) {
        return switch (challenge) {
            case TLS_ALPN_01 ->
                "Somebody else answers on port 443 of this name: check its A and AAAA records, port forwarding, and"
                        + " that no other proxy or CDN stands in front.";
            case HTTP_01 ->
                "Somebody else answers on port 80 of this name: check its A and AAAA records, port forwarding, and"
                        + " that no other proxy or CDN stands in front.";
            case DNS_01 -> NOT_SPREAD;
        };
    }
}
