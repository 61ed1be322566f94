package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    private static <T> T parse(ScalarType<T> type, String text) throws Misfit {
        return type.parser().parse(text, new Reading(new Findings("x"), _ -> null, Path.of("/")));
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "10s, PT10S", "5m, PT5M", "4h, PT4H", "30d, PT720H", "1 h, PT1H"})
    void durations_have_one_number_and_one_unit(String text, Duration expected) throws Misfit {
        assertThat(parse(Amounts.duration("1ms", "30d"), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "512 B, 512",
        "64kB, 64000",
        "10MB, 10000000",
        "2GB, 2000000000",
        "64KiB, 65536",
        "10MiB, 10485760",
        "3GiB, 3221225472"
    })
    void sizes_are_decimal_or_binary_by_their_unit(String text, long bytes) throws Misfit {
        assertThat(parse(Amounts.size("0", "4GiB"), text)).isEqualTo(bytes);
        assertThat(parse(Amounts.sizeOrUnlimited(), text)).hasValue(bytes);
    }

    @Test
    void unlimited_is_no_number() throws Misfit {
        assertThat(parse(Amounts.sizeOrUnlimited(), "unlimited")).isEmpty();
    }

    @Test
    void bounds_belong_to_the_range() throws Misfit {
        ScalarType<Duration> type = Amounts.duration("100ms", "1m");

        assertThat(parse(type, "100ms")).isEqualTo(Duration.ofMillis(100));
        assertThat(parse(type, "60s")).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> parse(type, "99ms")).hasMessageContaining("too short");
        assertThatThrownBy(() -> parse(type, "61s")).hasMessageContaining("too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " 5s", "5 s ", "5  s", "+5s", "-5s", "5", "05s", "5S", "5sec", "1h30m", "0.5s", "٣s", "5s\n"
            })
    void other_spellings_of_durations_are_refused(String text) {
        assertThatThrownBy(() -> parse(Amounts.duration("1ms", "30d"), text)).isInstanceOf(Misfit.class);
    }

    @ParameterizedTest
    @CsvSource({"50/s, 50, PT1S", "10/m, 10, PT1M", "100/h, 100, PT1H"})
    void rates_are_so_many_in_so_long(String text, long count, Duration per) throws Misfit {
        assertThat(parse(Amounts.rate(), text)).isEqualTo(new Amounts.Rate(count, per));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10/", "10/ms", "/s", "0/s", "1.5/s", "10/10s", "10 per s"})
    void other_spellings_of_rates_are_refused(String text) {
        assertThatThrownBy(() -> parse(Amounts.rate(), text)).isInstanceOf(Misfit.class);
    }
}
