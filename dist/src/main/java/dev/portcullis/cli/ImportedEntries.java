package dev.portcullis.cli;

import dev.portcullis.cli.BanImport.Wish;
import dev.portcullis.rules.net.Cidr;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was found in a file of bans, and all that is wrong with it.
final class ImportedEntries {

    private static final int MOST_PROBLEMS = 100;
    private static final int LONGEST_REASON = 200;
    private static final String FOREVER = "forever";

    /// Later years have more than four digits, which RFC 3339 cannot spell.
    private static final Instant LAST_MOMENT = Instant.parse("9999-12-31T23:59:59Z");

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private long leftOut;

    /// @param file as messages name it
    ImportedEntries(String file) {
        this.file = file;
    }

    void problem(int line, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(file + ":" + line + ": " + message.replace('\r', ' ').replace('\n', ' '));
        } else if (problems.size() == MOST_PROBLEMS) {
            problems.add(file + ": more of the same");
        }
    }

    /// One entry.
    ///
    /// @param until RFC 3339, `forever`, or empty where the file does not say
    /// @param enforced false for what was only observed, which is left out
    void add(int line, String network, String until, String reason, boolean enforced) {
        try {
            String canonical = Cidr.parse(network).toString();
            if (!until.isEmpty() && !until.equals(FOREVER)) {
                if (Instant.parse(until).isAfter(LAST_MOMENT)) {
                    problem(line, "\"" + until + "\": beyond the year 9999 (expected: a time before, or forever)");
                    return;
                }
            }
            if (!enforced) {
                leftOut++;
                return;
            }
            String cut = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
            Wish earlier = wishes.put(canonical, new Wish(canonical, until, cut));
            leftOut += earlier == null ? 0 : 1;
        } catch (DateTimeException malformed) {
            problem(
                    line,
                    "\"" + until + "\": not a time (expected: RFC 3339, such as 2026-11-23T12:00:00Z, or forever)");
        } catch (IllegalArgumentException malformed) {
            problem(line, String.valueOf(malformed.getMessage()));
        }
    }

    /// @param lasting for those that do not say so themselves
    BanImport all(String lasting) throws UsageTrouble {
        if (!problems.isEmpty()) {
            throw new UsageTrouble(String.join("\n", problems) + "\nnothing was imported");
        }
        return new BanImport(List.copyOf(wishes.values()), leftOut, lasting);
    }
}
