package dev.portcullis.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What no table can be faster than on this machine: one number read at random from an array of some size.
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class Floor {

    /// Of the array.
    @Param({"0", "1", "4", "8", "16", "64"})
    public int mib;

    private long[] numbers = {};
    private long next;

    /// For JMH.
    public Floor() {}

    /// The array.
    @Setup
    public void fill() {
        numbers = new long[Math.max(1, mib << 17)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
    }

    /// One read.
    @Benchmark
    public long read() {
        return numbers[(int) Math.unsignedMultiplyHigh(Million.mixed(next++), numbers.length)];
    }
}
