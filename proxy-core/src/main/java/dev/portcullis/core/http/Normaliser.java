package dev.portcullis.core.http;

import dev.portcullis.rules.path.PathViolation;
import dev.portcullis.rules.path.Target;
import org.jspecify.annotations.Nullable;

/// The one canonical path that policy judges and the upstream gets.
///
/// *Reads* the request target. *Passes on* the exchange with its [dev.portcullis.rules.path.NormalPath]. *Refuses
/// with* 400 and the violation's name.
public final class Normaliser {

    /// Fills in the exchange's path.
    ///
    /// @return the violation to refuse with; null if the path is fine
    public @Nullable PathViolation normalise(Exchange exchange) {
        RequestHead request = exchange.request();
        Target target = Target.parse(request.fields().octets(), request.targetFrom(), request.targetTo());
        return switch (target) {
            case Target.Accepted accepted -> {
                exchange.path(accepted.path(), accepted.queryStart());
                yield null;
            }
            case Target.Refused refused -> refused.violation();
        };
    }
}
