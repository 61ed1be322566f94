package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.PendingChallenges;
import java.util.List;

/// Proves names by what we answer to requests on port 80: `http-01` (RFC 8555 §8.3).
public final class RequestProof implements Proof {

    private static final int LONGEST_TOKEN = 512;

    private final PendingChallenges pending;

    public RequestProof(PendingChallenges pending) {
        this.pending = pending;
    }

    @Override
    public ChallengeType type() {
        return ChallengeType.HTTP_01;
    }

    @Override
    public int atOnce() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Answers answer(List<Task> tasks) throws AcmeFailure {
        for (Task task : tasks) {
            requireToken(task);
        }
        tasks.forEach(
                task -> pending.answerRequest(task.offer().token(), task.offer().keyAuthorization()));
        return () -> tasks.forEach(task -> pending.forgetRequest(task.offer().token()));
    }

    /// A token becomes part of a path, so it must be nothing but base64url (RFC 8555 §8.3).
    private static void requireToken(Task task) throws AcmeFailure {
        String token = task.offer().token();
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || !token.chars().allMatch(RequestProof::isBase64Url)) {
            throw new AcmeFailure(AcmeTrouble.of(
                    Cause.AUTHORITY_BROKEN,
                    "http-01 for " + task.name(),
                    "the authority sent a token that is not base64url",
                    "Check the `directory` in the configuration: this is not how an ACME authority answers."));
        }
    }

    private static boolean isBase64Url(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
