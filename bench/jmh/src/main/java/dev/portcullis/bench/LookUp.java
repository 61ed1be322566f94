package dev.portcullis.bench;

import dev.portcullis.rules.ban.BanLedger;
import dev.portcullis.rules.ban.BanSnapshot;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One look-up among a million bans, each of another client, so that what it reads was not just read before; the address
/// that is asked for is worked out, as it is where a connection has just come in.
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class LookUp {

    private BanSnapshot bans = BanSnapshot.NONE;
    private long next;

    /// For JMH.
    public LookUp() {}

    /// A million bans.
    @Setup
    public void fill() {
        bans = new BanLedger(
                        IntStream.range(0, Million.SIZE).mapToObj(Million::ban).toList(), 1)
                .snapshot();
    }

    /// @param first number of the clients to choose from
    private boolean next(int first) {
        int number = (int) Math.unsignedMultiplyHigh(Million.mixed(next++), Million.SIZE);
        return bans.bans(Million.address(first + number), Million.NOW.toEpochMilli());
    }

    /// Of a banned client.
    @Benchmark
    public boolean hit() {
        return next(0);
    }

    /// Of somebody else.
    @Benchmark
    public boolean miss() {
        return next(10 * Million.SIZE);
    }
}
