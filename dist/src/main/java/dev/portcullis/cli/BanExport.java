package dev.portcullis.cli;

import dev.portcullis.admin.BanEntry;
import dev.portcullis.admin.BansReport;
import dev.portcullis.rules.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Bans in the forms of other programs.
final class BanExport {

    static final List<String> FORMATS = List.of("json", "csv", "plain", "nft", "ha");

    private BanExport() {}

    /// @param leftOut bans that this form cannot hold, or that are not in force
    /// @param expected what was not left out
    record Exported(String text, long leftOut, String expected) {}

    /// @param json the report as it came
    static Exported of(String format, BansReport report, String json) {
        List<BanEntry> enforced =
                report.bans().stream().filter(BanEntry::enforced).toList();
        return switch (format) {
            case "csv" -> new Exported(csv(report.bans()), 0, "");
            case "plain" -> of(plain(enforced), enforced.size(), report, "bans that are in force");
            case "nft" -> nft(enforced, report);
            case "ha" -> {
                List<BanEntry> single = enforced.stream()
                        .filter(ban -> BanWords.network(ban.network()).indexOf('/') < 0)
                        .toList();
                yield of(homeAssistant(single), single.size(), report, "single addresses that are banned in force");
            }
            default -> new Exported(json + "\n", 0, "");
        };
    }

    private static Exported of(String text, int held, BansReport report, String expected) {
        return new Exported(text, report.bans().size() - held, expected);
    }

    private static String csv(List<BanEntry> bans) {
        StringBuilder text = new StringBuilder();
        text.append(Csv.line(List.of(
                "network",
                "from",
                "until",
                "cause",
                "rule",
                "offence",
                "enforced",
                "reason",
                "turned_away",
                "last_seen")));
        for (BanEntry ban : bans) {
            text.append(Csv.line(List.of(
                    BanWords.network(ban.network()),
                    ban.from().toString(),
                    ban.until().map(Instant::toString).orElse("forever"),
                    words(ban.cause()),
                    words(ban.rule()),
                    String.valueOf(ban.offence()),
                    String.valueOf(ban.enforced()),
                    words(ban.note()),
                    String.valueOf(ban.turnedAway()),
                    ban.lastSeen().map(Instant::toString).orElse(""))));
        }
        return text.toString();
    }

    /// A list is looked at in terminals too.
    private static String words(String raw) {
        return Escaped.text(raw, Escaped.LONGEST_MESSAGE);
    }

    private static String plain(List<BanEntry> bans) {
        return bans.stream().map(ban -> BanWords.network(ban.network()) + "\n").collect(Collectors.joining());
    }

    private static String homeAssistant(List<BanEntry> bans) {
        StringBuilder text = new StringBuilder();
        for (BanEntry ban : bans) {
            String address = BanWords.network(ban.network());
            String key = address.startsWith(":") ? "'" + address + "'" : address;
            text.append("\n%s:\n  banned_at: '%s'\n".formatted(key, bannedAt(ban.from())));
        }
        return text.toString();
    }

    /// As Python's `datetime.isoformat` writes it: microseconds, or none at all.
    private static String bannedAt(Instant from) {
        String pattern = from.truncatedTo(ChronoUnit.MICROS).equals(from.truncatedTo(ChronoUnit.SECONDS))
                ? "uuuu-MM-dd'T'HH:mm:ssxxx"
                : "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(from.atOffset(ZoneOffset.UTC));
    }

    /// Sets of nft(8). A set of intervals refuses overlaps, so what lies in a wider network is left out.
    private static Exported nft(List<BanEntry> bans, BansReport report) {
        List<BanEntry> outermost = outermost(bans);
        String text = "# %s of Portcullis, %s; load with: nft -f FILE\n"
                        .formatted(BanWords.counted(outermost.size(), "ban"), Ago.moment(report.time()))
                + "table inet portcullis {\n"
                + set("banned4", "ipv4_addr")
                + set("banned6", "ipv6_addr")
                + "}\n"
                + elements("banned4", outermost, false, report.time())
                + elements("banned6", outermost, true, report.time());
        return of(text, outermost.size(), report, "bans in force that lie in no other");
    }

    private static String set(String name, String type) {
        return "\tset %s {\n\t\ttype %s\n\t\tflags interval, timeout\n\t}\n".formatted(name, type);
    }

    /// Takes the place of what the set held.
    private static String elements(String set, List<BanEntry> bans, boolean ipv6, Instant now) {
        String elements = bans.stream()
                .filter(ban -> (ban.network().indexOf(':') >= 0) == ipv6)
                .map(ban -> "\t" + BanWords.network(ban.network()) + timeout(ban.until(), now))
                .collect(Collectors.joining(",\n"));
        String filled = elements.isEmpty() ? "" : "add element inet portcullis %s {\n%s\n}\n".formatted(set, elements);
        return "flush set inet portcullis " + set + "\n" + filled;
    }

    private static String timeout(Optional<Instant> until, Instant now) {
        return until.map(end -> " timeout %ds"
                        .formatted(Math.max(1, Duration.between(now, end).toSeconds())))
                .orElse("");
    }

    private static List<BanEntry> outermost(List<BanEntry> bans) {
        Set<Cidr> kept = new HashSet<>();
        Set<Integer> lengths = new HashSet<>();
        List<BanEntry> outermost = new ArrayList<>();
        for (BanEntry ban : bans.stream()
                .sorted(Comparator.comparingInt(ban -> Cidr.parse(ban.network()).prefixLength()))
                .toList()) {
            Cidr cidr = Cidr.parse(ban.network());
            boolean inside = lengths.stream()
                    .filter(length -> length <= cidr.prefixLength())
                    .anyMatch(length -> kept.contains(Networks.first(cidr.network(), length)));
            if (!inside) {
                kept.add(cidr);
                lengths.add(cidr.prefixLength());
                outermost.add(ban);
            }
        }
        return outermost;
    }
}
