package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.keep.QuickDisk;
import dev.portcullis.acme.order.FakeAuthority;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// What happens to calls on their way to an authority and back.
final class Weather {

    private final Random random;
    private final WorldClock clock;
    private final double failing;
    private final QuickDisk disk;
    private Instant outageBegins = Instant.MAX;
    private Instant outageEnds = Instant.MAX;
    private double deadly;

    /// @param failing the share of all calls
    Weather(Random random, WorldClock clock, double failing, QuickDisk disk) {
        this.disk = disk;
        this.random = random;
        this.clock = clock;
        this.failing = failing;
    }

    /// The share of calls in which the program is killed.
    void deadly(double share) {
        deadly = share;
    }

    void outage(Instant begins, Duration time) {
        outageBegins = begins;
        outageEnds = begins.plus(time);
    }

    /// A call, of which half of the failures come before it has an effect and half afterwards.
    <T> T call(Call<T> call) throws AcmeFailure {
        Instant now = clock.instant();
        if (!now.isBefore(outageBegins) && now.isBefore(outageEnds)) {
            throw silence();
        }
        if (random.nextDouble() < deadly) {
            throw disk.kill();
        }
        if (random.nextDouble() >= failing) {
            return call.make();
        }
        if (random.nextBoolean()) {
            throw failure();
        }
        call.make();
        throw failure();
    }

    /// @param <T> its answer
    interface Call<T> {
        T make() throws AcmeFailure;
    }

    private AcmeFailure failure() {
        return switch (random.nextInt(5)) {
            case 0 -> FakeAuthority.failure(Cause.AUTHORITY_BROKEN, "500 Internal Server Error");
            case 1 -> FakeAuthority.failure(Cause.AUTHORITY_BROKEN, "badNonce, again and again");
            case 2 -> FakeAuthority.failure(Cause.UNREACHABLE, "connection reset");
            case 3 -> silence();
            default -> limited();
        };
    }

    private AcmeFailure limited() {
        Instant until = clock.instant().plusSeconds(random.nextInt(10, 3600));
        AcmeTrouble trouble = FakeAuthority.trouble(Cause.RATE_LIMITED, "429 Too Many Requests");
        return new AcmeFailure(trouble.until(until));
    }

    private AcmeFailure silence() {
        clock.set(clock.instant().plusSeconds(30));
        return FakeAuthority.failure(Cause.UNREACHABLE, "no answer within 30 s");
    }
}
