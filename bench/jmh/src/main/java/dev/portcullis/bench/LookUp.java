package dev.portcullis.bench;

import dev.portcullis.rules.ban.BanLedger;
import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.net.Address;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

/// One look-up among a million bans, of clients in random order, so that the table is mostly not in a cache; the address
/// that is asked for is, as it is where a connection has just come in.
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class LookUp {

    private static final int ASKED = 1 << 16;

    private BanSnapshot bans = BanSnapshot.NONE;
    private long[] banned = {};
    private long[] others = {};
    private int next;

    /// For JMH.
    public LookUp() {}

    /// A million bans.
    @Setup
    public void fill() {
        bans = new BanLedger(
                        IntStream.range(0, Million.SIZE).mapToObj(Million::ban).toList(), 1)
                .snapshot();
        banned = asked(0);
        others = asked(10 * Million.SIZE);
    }

    private static long[] asked(int first) {
        return IntStream.range(0, ASKED)
                .mapToObj(i -> Million.client(first + (int) (i * 15_485_863L % Million.SIZE)).network())
                .flatMapToLong(address -> LongStream.of(address.high(), address.low()))
                .toArray();
    }

    private boolean next(long[] asked) {
        next = (next + 2) & (2 * ASKED - 1);
        return bans.bans(new Address(asked[next], asked[next + 1]), Million.NOW.toEpochMilli());
    }

    /// Of a banned client.
    @Benchmark
    public boolean hit() {
        return next(banned);
    }

    /// Of somebody else.
    @Benchmark
    public boolean miss() {
        return next(others);
    }
}
