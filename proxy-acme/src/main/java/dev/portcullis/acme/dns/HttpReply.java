package dev.portcullis.acme.dns;

import java.util.Optional;

/// What a web service answered.
///
/// @param body at most 1 MiB
/// @param retryAfter the header of that name (RFC 9110 §10.2.3)
record HttpReply(int status, String body, Optional<String> retryAfter) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
