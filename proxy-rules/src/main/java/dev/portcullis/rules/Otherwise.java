package dev.portcullis.rules;

/// What a site does with a request that it exposes to nobody, or not to this client.
public enum Otherwise {
    /// Close the connection without an answer: a scanner learns nothing.
    DROP("drop"),
    /// Answer 404 (RFC 9110 §15.5.5).
    NOT_FOUND("404"),
    /// Answer 403 (RFC 9110 §15.5.4).
    FORBIDDEN("403");

    private final String key;

    Otherwise(String key) {
        this.key = key;
    }

    /// The word in the config: `drop`, `404`, `403`.
    public String key() {
        return key;
    }
}
