package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What a call fails with, and that it never tells the token.
final class Failures {

    static final Secret TOKEN = new Secret("3f9c/2e+token-that-nobody-may-see");
    private static final String HEART = "token-that-nobody-may-see";

    private Failures() {}

    static AcmeTrouble of(ThrowingCallable call) {
        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, call);
        assertThat(failure).as("a failure").isNotNull();
        StringWriter everything = new StringWriter();
        failure.printStackTrace(new PrintWriter(everything, true));
        assertThat(everything.toString() + failure.trouble()).doesNotContain(HEART);
        return failure.trouble();
    }
}
