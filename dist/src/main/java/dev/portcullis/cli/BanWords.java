package dev.portcullis.cli;

import dev.portcullis.admin.BanEntry;
import dev.portcullis.admin.EvidenceEntry;
import java.time.Instant;
import java.util.Locale;

/// Words and numbers that several tables share.
final class BanWords {

    private BanWords() {}

    /// `203.0.113.9`, `2001:db8:1:2::/64`, `198.51.100.0/24`.
    static String network(String cidr) {
        boolean address = cidr.endsWith("/128") || (cidr.endsWith("/32") && cidr.indexOf(':') < 0);
        return address ? cidr.substring(0, cidr.lastIndexOf('/')) : cidr;
    }

    /// Whether it is more than one client.
    static boolean isWide(String cidr) {
        return network(cidr).indexOf('/') >= 0 && !(cidr.endsWith("/64") && cidr.indexOf(':') >= 0);
    }

    /// `failed logins, 2nd time`.
    static String cause(BanEntry ban) {
        String cause = ban.cause().equals("rule") ? "rule " + ban.rule() : words(ban.cause());
        return ban.offence() > 1 ? cause + ", " + nth(ban.offence()) + " time" : cause;
    }

    /// How a ban stands: `in 58 min`, `lifted 3 min ago`, `ended 2 d ago`.
    static String end(BanEntry ban, Instant now) {
        if (ban.lifted().isPresent()) {
            return "lifted " + Ago.past(ban.lifted().get(), now);
        }
        if (ban.until().isPresent() && !now.isBefore(ban.until().get())) {
            return "ended " + Ago.past(ban.until().get(), now);
        }
        return ban.enforced() ? Ago.future(ban.until(), now) : "observed only";
    }

    static String words(String key) {
        return key.replace('_', ' ').replace('-', ' ');
    }

    static String nth(long number) {
        long tens = number % 100;
        String ending = tens >= 11 && tens <= 13
                ? "th"
                : switch ((int) (number % 10)) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + ending;
    }

    static String counted(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    /// `1`, `0.25`.
    static String weight(double weight) {
        return weight == Math.rint(weight)
                ? String.format(Locale.ROOT, "%.0f", weight)
                : String.format(Locale.ROOT, "%.2f", weight);
    }

    static String request(String method, String path) {
        return method.isEmpty() ? path : method + " " + path;
    }

    static String answer(long status, String refusal) {
        return refusal.isEmpty() ? status == 0 ? "" : String.valueOf(status) : refusal;
    }

    /// What counted against a client, oldest first.
    static Table evidence(Iterable<EvidenceEntry> evidence) {
        Table table = new Table(
                2,
                Table.Column.left("TIME (UTC)"),
                Table.Column.cut("WHAT", 14),
                Table.Column.right("COUNTS"),
                Table.Column.left("ANSWER"),
                Table.Column.cut("REQUEST", 20),
                Table.Column.cut("AGENT", 12));
        for (EvidenceEntry one : evidence) {
            table.row(
                    Ago.clock(one.at()),
                    words(one.what()) + (one.crossSite() ? " (cross-site)" : ""),
                    weight(one.weight()),
                    answer(one.status(), ""),
                    request(one.method(), one.path()),
                    one.agent());
        }
        return table;
    }
}
