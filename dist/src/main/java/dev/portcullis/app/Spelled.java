package dev.portcullis.app;

import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import java.time.Duration;

/// Amounts as the configuration spells them.
final class Spelled {

    private Spelled() {}

    /// `10m`, `1h`, `30d`: in the largest unit that gives a whole number.
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /// `10/m`.
    static String rate(Bucket bucket) {
        String per = duration(bucket.per());
        return bucket.amount() + "/" + (per.length() == 2 && per.charAt(0) == '1' ? per.substring(1) : per);
    }
}
