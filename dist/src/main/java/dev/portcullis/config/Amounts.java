package dev.portcullis.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Types of things that are counted: durations, sizes, rates, numbers.
///
/// Whole decimal numbers only; a leading zero is refused because it means octal elsewhere.
final class Amounts {

    private static final int MOST_DIGITS = 15;

    private static final Map<String, Duration> TIME_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "",
            1L,
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);
    private static final List<String> SIZE_NAMES = List.of("B", "kB", "MB", "GB", "KiB", "MiB", "GiB");
    private static final long LARGEST_SIZE = 1L << 50;
    private static final String UNLIMITED = "unlimited";

    private Amounts() {}

    /// So many in so long, such as `10/m`.
    record Rate(long count, Duration per) {}

    private record Quantity(long number, String unit) {}

    static ScalarType<Duration> duration(String least, String most) {
        return duration("", least, most);
    }

    /// A duration, or `false` for none.
    static ScalarType<Duration> durationOrFalse(String least, String most) {
        ScalarType<Duration> type = duration("false or ", least, most);
        return new ScalarType<>(
                type.expected(),
                (text, reading) ->
                        text.equals("false") ? Duration.ZERO : type.parser().parse(text, reading));
    }

    private static ScalarType<Duration> duration(String or, String least, String most) {
        String range = or + "a duration from " + least + " to " + most + ", such as 10s, 5m, 4h or 30d";
        Duration min = durationOf(least);
        Duration max = durationOf(most);
        return new ScalarType<>(range, (text, _) -> duration(text, min, max, range));
    }

    /// For values written in this program, not in a file.
    private static Duration durationOf(String text) {
        try {
            return duration(text, Duration.ZERO, Duration.ofDays(100_000), "a duration");
        } catch (Misfit e) {
            throw new IllegalArgumentException(e.message(), e);
        }
    }

    private static Duration duration(String text, Duration min, Duration max, String expected) throws Misfit {
        Quantity quantity = quantity(text, expected);
        Duration unit = TIME_UNITS.get(quantity.unit);
        if (unit == null) {
            Fault fault = new Fault(Quoted.of(text), expected);
            throw new Misfit(
                    quantity.unit.isEmpty()
                            ? fault.withHint("Add a unit: ms, s, m, h or d.")
                            : fault.withHint("One whole number and one unit: ms, s, m, h or d."));
        }
        boolean tooLong = quantity.number > max.toMillis() / unit.toMillis();
        if (tooLong || unit.multipliedBy(quantity.number).compareTo(min) < 0) {
            throw new Misfit(Quoted.of(text) + (tooLong ? " is too long" : " is too short"), expected);
        }
        return unit.multipliedBy(quantity.number);
    }

    /// In bytes.
    static ScalarType<Long> size(String least, String most) {
        String range = "a size from " + least + " to " + most + ", such as 65536, 64KiB or 10MB";
        try {
            long min = bytes(least, 0, LARGEST_SIZE, "a size");
            long max = bytes(most, 0, LARGEST_SIZE, "a size");
            return new ScalarType<>(range, (text, _) -> bytes(text, min, max, range));
        } catch (Misfit e) {
            throw new IllegalArgumentException(e.message(), e);
        }
    }

    /// In bytes; empty for `unlimited`.
    static ScalarType<OptionalLong> sizeOrUnlimited() {
        String expected = "a size such as 64KiB or 10MB, or unlimited";
        return new ScalarType<>(expected, (text, _) -> {
            if (text.equals(UNLIMITED)) {
                return OptionalLong.empty();
            }
            if (Nearest.to(text, List.of(UNLIMITED)).isPresent()) {
                throw new Misfit(new Fault(Quoted.of(text), expected).suggesting(text, List.of(UNLIMITED)));
            }
            return OptionalLong.of(bytes(text, 0, LARGEST_SIZE, expected));
        });
    }

    private static long bytes(String text, long min, long max, String expected) throws Misfit {
        Quantity quantity = quantity(text, expected);
        Long unit = SIZE_UNITS.get(quantity.unit);
        if (unit == null) {
            throw new Misfit(new Fault(
                            "the unit " + Quoted.of(quantity.unit) + " in " + Quoted.of(text), Fault.oneOf(SIZE_NAMES))
                    .suggesting(quantity.unit + " ", SIZE_NAMES));
        }
        boolean tooLarge = quantity.number > max / unit;
        if (tooLarge || quantity.number * unit < min) {
            throw new Misfit(Quoted.of(text) + (tooLarge ? " is too large" : " is too small"), expected);
        }
        return quantity.number * unit;
    }

    static ScalarType<Rate> rate() {
        String expected = "a rate such as 50/s, 10/m or 100/h";
        return new ScalarType<>(expected, (text, _) -> {
            Quantity quantity = quantity(text, expected);
            Duration per = quantity.unit.startsWith("/") ? TIME_UNITS.get(quantity.unit.substring(1)) : null;
            if (per == null || per.toMillis() < 1000) {
                throw new Misfit(Quoted.of(text), expected);
            }
            if (quantity.number < 1 || quantity.number > 1_000_000) {
                throw new Misfit(Quoted.of(text), "a rate from 1 to 1000000");
            }
            return new Rate(quantity.number, per);
        });
    }

    static ScalarType<Integer> number(int least, int most) {
        String range = "a whole number from " + least + " to " + most;
        return new ScalarType<>(range, (text, _) -> {
            Quantity quantity = quantity(text, range);
            if (!quantity.unit.isEmpty()) {
                throw new Misfit(Quoted.of(text), range);
            }
            if (quantity.number < least || quantity.number > most) {
                throw new Misfit(Quoted.of(text) + " is out of range", range);
            }
            return (int) quantity.number;
        });
    }

    private static Quantity quantity(String text, String expected) throws Misfit {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MOST_DIGITS) {
            throw new Misfit(Quoted.of(text), expected);
        }
        if (digits > 1 && text.charAt(0) == '0') {
            throw new Misfit(Quoted.of(text), expected, "Leave out leading zeros.");
        }
        int unit = digits < text.length() && text.charAt(digits) == ' ' ? digits + 1 : digits;
        return new Quantity(Long.parseLong(text, 0, digits, 10), text.substring(unit));
    }
}
