package dev.portcullis.cli;

import dev.portcullis.admin.LiveReport;
import dev.portcullis.admin.LiveReport.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What `top` shows of one report and the one before: lines that fit a terminal.
final class TopPicture {

    private static final int SOON_DAYS = 14;
    private static final int LEAST_LIST = 3;

    private final LiveReport now;
    private final LiveReport before;
    private final double seconds;
    private final Paint paint;
    private final int columns;

    /// @param before an earlier report of the same server; rates are of the time since
    TopPicture(LiveReport now, LiveReport before, int columns, Paint paint) {
        boolean first = before.requests() > now.requests() || !before.now().isBefore(now.now());
        this.now = now;
        this.before = first ? atStart(now) : before;
        this.seconds = first
                ? Math.max(1, now.uptimeSeconds())
                : Duration.between(before.now(), now.now()).toMillis() / 1000.0;
        this.columns = columns;
        this.paint = paint;
    }

    /// Without an earlier report, everything since start counts.
    private static LiveReport atStart(LiveReport now) {
        return new LiveReport(
                now.now(), "", 0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /// The picture, at most so many lines.
    List<String> lines(int rows) {
        List<String> lines = new ArrayList<>(head());
        int left = Math.max(2 * LEAST_LIST, rows - lines.size() - 2);
        List<String> clients = clients();
        List<String> events = events();
        int ofClients = Math.max(left / 2, left - events.size());
        lines.add(
                paint.heading(cut("%-39s %-10s %6s %9s %9s".formatted("CLIENT", "ZONE", "OPEN", "REQUESTS", "NOW/S"))));
        lines.addAll(clients.subList(0, Math.min(clients.size(), ofClients)));
        left -= Math.min(clients.size(), ofClients);
        lines.add(paint.heading(cut("%-8s  %-13s %-39s %s".formatted("LATEST", "EVENT", "CLIENT", "WHAT"))));
        lines.addAll(events.subList(0, Math.min(events.size(), left)));
        return lines.subList(0, Math.min(lines.size(), Math.max(1, rows)));
    }

    private List<String> head() {
        List<String> lines = new ArrayList<>();
        lines.add(paint.heading(cut("Portcullis %s  up %s  %s UTC"
                .formatted(
                        Escaped.text(now.version()),
                        Ago.span(Duration.ofSeconds(now.uptimeSeconds())),
                        Ago.clock(now.now())))));
        lines.add(cut("Requests     %s/s, %s/s refused; %,d and %,d since start"
                .formatted(
                        rate(now.requests() - before.requests()),
                        rate(now.refused() - before.refused()),
                        now.requests(),
                        now.refused())));
        lines.add(cut("Open now     %,d connections, %,d websockets".formatted(now.connections(), now.websockets())));
        List<Long> counts = counts();
        lines.add(cut("First byte   p50 %s, p99 %s".formatted(quantile(counts, 0.5), quantile(counts, 0.99))));
        lines.add(cut("Protection   %,d bans; %,d failed logins and %,d probes since start"
                .formatted(now.bansActive(), now.failedLogins(), now.probes())));
        boolean down = now.upstreams().stream().anyMatch(it -> !it.up().orElse(true));
        String upstreams = cut("Upstreams    "
                + now.upstreams().stream()
                        .map(it -> Escaped.text(it.site()) + " "
                                + it.up().map(up -> up ? "up" : "DOWN").orElse("not asked yet"))
                        .collect(Collectors.joining(", ")));
        lines.add(down ? paint.bad(upstreams) : upstreams);
        boolean ending = now.certificates().stream().anyMatch(this::isPressing);
        String certificates = cut("Certificates "
                + now.certificates().stream().map(this::certificate).collect(Collectors.joining(", ")));
        lines.add(ending ? paint.doubtful(certificates) : certificates);
        lines.add("");
        return lines;
    }

    private boolean isPressing(LiveReport.Ending ending) {
        return !ending.trouble().isEmpty()
                || ending.notAfter()
                        .map(end -> Duration.between(now.now(), end).toDays() < SOON_DAYS)
                        .orElse(true);
    }

    private String certificate(LiveReport.Ending ending) {
        String days = ending.notAfter()
                .map(end -> Duration.between(now.now(), end).toDays() + " d")
                .orElse("none");
        String trouble = ending.trouble().isEmpty() ? "" : " (" + Escaped.text(ending.trouble()) + ")";
        return Escaped.text(ending.site()) + " " + days + trouble;
    }

    private List<String> clients() {
        Map<String, Long> earlier = new HashMap<>();
        before.clients().forEach(client -> earlier.put(client.address(), client.requests()));
        return now.clients().stream()
                .map(client -> {
                    long more = Math.max(0, client.requests() - earlier.getOrDefault(client.address(), 0L));
                    return cut("%-39s %-10s %6d %9d %9s"
                            .formatted(
                                    Escaped.text(client.address()),
                                    Width.cut(Escaped.text(client.zone()), 10),
                                    client.connections(),
                                    client.requests(),
                                    rate(more)));
                })
                .toList();
    }

    private List<String> events() {
        return now.events().stream()
                .map(event -> {
                    String line = cut("%-8s  %-13s %-39s %s"
                            .formatted(
                                    Ago.clock(event.at()),
                                    Escaped.text(event.kind()),
                                    Escaped.text(event.client()),
                                    Escaped.text(event.what())));
                    return event.kind().equals("banned") ? paint.bad(line) : line;
                })
                .toList();
    }

    private List<Long> counts() {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < now.firstBytes().size(); i++) {
            long earlier =
                    i < before.firstBytes().size() ? before.firstBytes().get(i).count() : 0;
            counts.add(Math.max(0, now.firstBytes().get(i).count() - earlier));
        }
        return counts;
    }

    /// As an upper bound.
    private String quantile(List<Long> counts, double part) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return "-";
        }
        long below = 0;
        long last = 0;
        for (int i = 0; i < counts.size(); i++) {
            below += counts.get(i);
            Bucket bucket = now.firstBytes().get(i);
            if (bucket.milliseconds() == 0) {
                return "above " + last + " ms";
            }
            if (below >= Math.ceil(part * all)) {
                return "up to " + bucket.milliseconds() + " ms";
            }
            last = bucket.milliseconds();
        }
        return "-";
    }

    private String rate(long count) {
        return String.format(Locale.ROOT, "%.1f", count / seconds);
    }

    private String cut(String line) {
        return Width.cut(line.stripTrailing(), columns);
    }
}
