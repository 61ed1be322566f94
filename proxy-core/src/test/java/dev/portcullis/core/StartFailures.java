package dev.portcullis.core;

import dev.portcullis.core.ProxyConfig.Upstream;
import java.util.function.UnaryOperator;

/// What a start that must fail says.
final class StartFailures {

    private StartFailures() {}

    static String of(Upstream upstream, UnaryOperator<Settings> change) {
        try (TestProxy proxy = TestProxy.starting(upstream, change)) {
            throw new AssertionError("started on port " + proxy.port() + " (expected: a StartFailure)");
        } catch (StartFailure e) {
            return e.getMessage();
        }
    }
}
