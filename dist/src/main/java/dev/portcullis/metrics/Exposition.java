package dev.portcullis.metrics;

import java.util.Locale;

/// How metrics are written down.
enum Exposition {
    /// Prometheus' own text format, version 0.0.4.
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /// OpenMetrics 1.0.0.
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";

    private final String contentType;

    Exposition(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /// What a scraper asks for; OpenMetrics only where it is named and not refused (RFC 9110 §12.5.1).
    ///
    /// @param accept its Accept field; empty if there is none
    static Exposition of(String accept) {
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            if (parts[0].strip().equals(OPEN_METRICS_TYPE) && !isRefused(parts)) {
                return OPEN_METRICS;
            }
        }
        return PROMETHEUS;
    }

    private static boolean isRefused(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            boolean zero = parameter.startsWith("q=0")
                    && parameter.substring(3).chars().allMatch(c -> c == '0' || c == '.');
            if (zero) {
                return true;
            }
        }
        return false;
    }
}
