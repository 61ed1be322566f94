package dev.portcullis.metrics;

import java.util.List;

/// Everything that is measured: the single place for names, types and meanings. `docs/metrics.md` says the same; a
/// test keeps them equal.
///
/// Names follow Prometheus: base units, and `_total` behind what only grows. No label has a value that a client
/// chooses.
public enum Metric {
    BUILD_INFO(
            "portcullis_build_info",
            Type.GAUGE,
            "Always 1; the labels say what runs.",
            "version",
            "java",
            "transport",
            "tls"),

    // Connections.
    CONNECTIONS_OPEN("portcullis_connections_open", Type.GAUGE, "Client connections open now.", "listener"),
    CONNECTIONS_LIMIT(
            "portcullis_connections_limit",
            Type.GAUGE,
            "Client connections that each kind of listener lets in at once."),
    CONNECTIONS_ACCEPTED(
            "portcullis_connections_accepted_total",
            Type.COUNTER,
            "Client connections accepted, those refused right after included.",
            "listener"),
    HANDSHAKES(
            "portcullis_handshakes_total",
            Type.COUNTER,
            "TLS handshakes by their end: ok, or failed (broken off, late, or for a name that is not served).",
            "result",
            "protocol"),
    REFUSALS(
            "portcullis_refusals_total",
            Type.COUNTER,
            "Connections and requests that Portcullis itself refused, by the names in docs/refusals.md; banned is who was"
                    + " turned away.",
            "refusal"),
    RATE_LIMITED(
            "portcullis_rate_limited_total",
            Type.COUNTER,
            "Connections and requests over a rate limit, those included that were let through as nothing is enforced."),

    // Requests.
    REQUESTS_OPEN(
            "portcullis_requests_open",
            Type.GAUGE,
            "Requests and websockets under way; those of h2 are its open streams.",
            "protocol"),
    PROTOCOL_REQUESTS(
            "portcullis_protocol_requests_total", Type.COUNTER, "Requests received, by version of HTTP.", "protocol"),
    REQUESTS(
            "portcullis_requests_total",
            Type.COUNTER,
            "Requests that are over and websockets that were opened, by site, by the kind of rule that let them through"
                    + " (none: no rule did) and by what the client got (none: no answer).",
            "site",
            "route",
            "status"),
    REQUEST_DURATION(
            "portcullis_request_duration_seconds",
            Type.HISTOGRAM,
            "From a request's head to the end of its answer; websockets are left out.",
            "site"),
    FIRST_BYTE(
            "portcullis_time_to_first_byte_seconds",
            Type.HISTOGRAM,
            "From a request's head to the head of the upstream's answer.",
            "site"),
    BYTES(
            "portcullis_bytes_total",
            Type.COUNTER,
            "Bytes of bodies and websockets from clients (in) and to clients (out); heads and TLS are left out.",
            "site",
            "direction"),
    WEBSOCKETS_OPEN("portcullis_websockets_open", Type.GAUGE, "Websockets open now.", "site"),
    WEBSOCKETS("portcullis_websockets_total", Type.COUNTER, "Websockets opened.", "site"),

    // Upstreams.
    UPSTREAM_UP(
            "portcullis_upstream_up",
            Type.GAUGE,
            "1 while the upstream answers, 0 while it cannot be reached; left out until somebody asked for it.",
            "site"),
    UPSTREAM_CONNECTIONS(
            "portcullis_upstream_connections",
            Type.GAUGE,
            "Connections to the upstream: busy, or idle and kept for the next request.",
            "site",
            "state"),
    UPSTREAM_CONNECT(
            "portcullis_upstream_connect_seconds",
            Type.HISTOGRAM,
            "How long it took to connect to the upstream, TLS included.",
            "site"),
    UPSTREAM_CONNECT_FAILURES(
            "portcullis_upstream_connect_failures_total",
            Type.COUNTER,
            "Attempts to connect to the upstream that came to nothing.",
            "site"),

    // Protection.
    LOGINS("portcullis_logins_total", Type.COUNTER, "Logins and first uses of credentials that succeeded.", "kind"),
    FAILED_LOGINS(
            "portcullis_failed_logins_total",
            Type.COUNTER,
            "Failed logins, by what the answer said; repetitions of one stale credential count once.",
            "cause"),
    PROBES(
            "portcullis_probes_total",
            Type.COUNTER,
            "Probes by the family of the catalogue, or the owner's rule, that counted most.",
            "family"),
    BANS_ACTIVE("portcullis_bans_active", Type.GAUGE, "Networks that are kept out now."),
    BANS(
            "portcullis_bans_total",
            Type.COUNTER,
            "Bans that began, by cause; would_ban: only written down.",
            "cause",
            "mode"),
    BANS_LIFTED("portcullis_bans_lifted_total", Type.COUNTER, "Bans that the owner ended before their time."),
    SPARED(
            "portcullis_spared_total",
            Type.COUNTER,
            "Clients that would have been banned, but for never_ban or a login."),
    NOTICES("portcullis_notices_total", Type.COUNTER, "Notices to the owner, such as login-storm.", "code"),
    EVENTS_WAITING("portcullis_events_waiting", Type.GAUGE, "What was seen and waits to be judged."),
    EVENTS_LOST(
            "portcullis_events_lost_total",
            Type.COUNTER,
            "What was seen and not judged, as it came too fast or failed."),

    // What is kept.
    CERTIFICATE_NOT_AFTER(
            "portcullis_certificate_not_after_timestamp_seconds",
            Type.GAUGE,
            "When the site's newest certificate from where it is configured to come from ends, as seconds since 1970;"
                    + " serving says what is presented now.",
            "site",
            "serving"),
    CERTIFICATE_TROUBLE(
            "portcullis_certificate_trouble",
            Type.GAUGE,
            "1 while the certificate that is wanted cannot be had, else 0.",
            "site"),
    LEDGER_PENDING("portcullis_ledger_pending", Type.GAUGE, "Events that wait for the disk."),
    LEDGER_LOST("portcullis_ledger_lost_total", Type.COUNTER, "Events that were never written down."),
    LEDGER_TROUBLE("portcullis_ledger_trouble", Type.GAUGE, "1 while the ledger cannot be written, else 0."),
    ACCESS_LOG_LOST("portcullis_access_log_lost_total", Type.COUNTER, "Lines of the access log that were lost."),

    // The process.
    BUFFER_BYTES(
            "portcullis_buffer_bytes",
            Type.GAUGE,
            "Memory outside the heap that the buffers of the network have taken."),
    BUFFER_LIMIT("portcullis_buffer_limit_bytes", Type.GAUGE, "The most that they may take."),
    HEAP_BYTES("portcullis_heap_bytes", Type.GAUGE, "Heap in use, garbage included."),
    HEAP_LIMIT("portcullis_heap_limit_bytes", Type.GAUGE, "The most that the heap may be."),
    PROCESS_RSS("process_resident_memory_bytes", Type.GAUGE, "Memory of the process in RAM."),
    PROCESS_CPU("process_cpu_seconds_total", Type.COUNTER, "Processor time used, user and system."),
    PROCESS_FDS("process_open_fds", Type.GAUGE, "File descriptors that are open."),
    PROCESS_MAX_FDS("process_max_fds", Type.GAUGE, "File descriptors that may be open."),
    PROCESS_START("process_start_time_seconds", Type.GAUGE, "When the process was started, as seconds since 1970.");

    /// How a metric behaves.
    public enum Type {
        /// Goes up and down.
        GAUGE,
        /// Only grows, but for a restart.
        COUNTER,
        /// Counts by upper bounds (`_bucket`), their sum (`_sum`) and number (`_count`).
        HISTOGRAM
    }

    private static final String TOTAL = "_total";

    private final String metric;
    private final Type type;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<String> labels;

    Metric(String metric, Type type, String help, String... labels) {
        this.metric = metric;
        this.type = type;
        this.help = help;
        this.labels = List.of(labels);
    }

    /// As Prometheus shows it: `portcullis_requests_total`.
    public String metric() {
        return metric;
    }

    public Type type() {
        return type;
    }

    /// What it tells, in one sentence.
    public String help() {
        return help;
    }

    /// Names of its labels, in order.
    public List<String> labels() {
        return labels;
    }

    /// What OpenMetrics calls it: a counter's name without `_total`.
    String family() {
        return type == Type.COUNTER ? metric.substring(0, metric.length() - TOTAL.length()) : metric;
    }
}
