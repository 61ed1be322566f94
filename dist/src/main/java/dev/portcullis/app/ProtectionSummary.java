package dev.portcullis.app;

import dev.portcullis.cli.Escaped;
import dev.portcullis.config.Config.AccessLog;
import dev.portcullis.config.Config.Protection;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.signal.OwnRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Who is banned and throttled under a configuration, for the owner's eyes.
final class ProtectionSummary {

    private static final int WIDTH = 100;
    private static final String INDENT = "    ";

    private ProtectionSummary() {}

    static String text(Protection protection, AccessLog log) {
        StringBuilder text = new StringBuilder("\nprotection: ")
                .append(mode(protection.enforce()))
                .append(protection.enforce() ? "" : " (nobody is banned or throttled; bans of your own hold)")
                .append('\n');
        BanPolicy.Terms bans = protection.bans();
        row(
                text,
                "banned after " + allowance(protection.failedLogins(), "failed logins") + " or "
                        + allowance(protection.probes(), "probes"));
        row(
                text,
                "banned for " + Spelled.duration(bans.first()) + ", each time " + bans.factor()
                        + " times longer, at most " + Spelled.duration(bans.longest()));
        BanPolicy.Widening widen = bans.widen();
        row(
                text,
                widen.after() + " banned clients of a /" + widen.ipv4() + " (IPv6: /" + widen.ipv6() + ") ban it for "
                        + Spelled.duration(widen.duration()));
        List<String> spared = neverBanned(protection);
        list(text, "never banned:", spared.isEmpty() ? List.of("nobody") : spared);
        row(text, "on five times the evidence: who logged in within " + Spelled.duration(protection.rememberOwner()));
        LimitPolicy limits = protection.limits();
        row(
                text,
                "each client: logins " + bucket(limits.auth()) + ", webhooks " + bucket(limits.webhook())
                        + ", requests " + bucket(limits.request()));
        row(text, "             connections " + bucket(limits.connection()) + ", " + limits.open() + " open");
        for (OwnRule rule : protection.rules()) {
            row(text, "own rule " + rule.name() + ": weight " + rule.weight() + (rule.enforced() ? "" : ", observe"));
        }
        return text.append("access log: ")
                .append(Escaped.text(words(log)))
                .append('\n')
                .toString();
    }

    private static void row(StringBuilder text, String row) {
        text.append("  ").append(Escaped.text(row)).append('\n');
    }

    private static void list(StringBuilder text, String label, List<String> items) {
        StringBuilder line = new StringBuilder("  ").append(label);
        for (int i = 0; i < items.size(); i++) {
            String item = Escaped.text(items.get(i)) + (i + 1 < items.size() ? "," : "");
            if (line.length() + 1 + item.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(INDENT).append(item);
            } else {
                line.append(' ').append(item);
            }
        }
        text.append(line).append('\n');
    }

    private static List<String> neverBanned(Protection protection) {
        List<String> names =
                new ArrayList<>(protection.neverBanZones().stream().sorted().toList());
        protection.neverBanNetworks().cidrs().stream().map(Cidr::toString).forEach(names::add);
        names.addAll(protection.neverBanHosts());
        return names;
    }

    private static String mode(boolean enforce) {
        return enforce ? "enforce" : "observe";
    }

    private static String allowance(BanPolicy.Allowance allowance, String what) {
        return allowance.limit() + " " + what + " in " + Spelled.duration(allowance.window());
    }

    private static String bucket(Bucket bucket) {
        return Spelled.rate(bucket) + " (" + bucket.burst() + " at once)";
    }

    private static String words(AccessLog log) {
        return switch (log) {
            case AccessLog.Off _ -> "off";
            case AccessLog.Stdout _ -> "stdout";
            case AccessLog.ToFile(Path file) -> file.toString();
        };
    }

    static void write(Protection protection, AccessLog log, JsonGenerator out) {
        out.writeObjectPropertyStart("protection");
        out.writeStringProperty("mode", mode(protection.enforce()));
        write("failed_logins", protection.failedLogins(), out);
        write("probes", protection.probes(), out);
        out.writeArrayPropertyStart("never_ban");
        neverBanned(protection).forEach(out::writeString);
        out.writeEndArray();
        out.writeStringProperty("remember_owner", Spelled.duration(protection.rememberOwner()));
        out.writeArrayPropertyStart("rules");
        for (OwnRule rule : protection.rules()) {
            out.writeStartObject();
            out.writeStringProperty("name", rule.name());
            out.writeNumberProperty("weight", rule.weight());
            out.writeStringProperty("mode", mode(rule.enforced()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeStringProperty("access_log", words(log));
    }

    private static void write(String name, BanPolicy.Allowance allowance, JsonGenerator out) {
        out.writeObjectPropertyStart(name);
        out.writeNumberProperty("limit", allowance.limit());
        out.writeStringProperty("window", Spelled.duration(allowance.window()));
        out.writeEndObject();
    }
}
