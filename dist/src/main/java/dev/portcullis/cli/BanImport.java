package dev.portcullis.cli;

import dev.portcullis.admin.AdminJson;
import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The bans of a file.
///
/// @param wishes one for each network, the last that was found
/// @param leftOut entries that were only observed, or were found again further down
/// @param lasting how long those last that do not say so themselves
record BanImport(List<Wish> wishes, long leftOut, String lasting) {

    private static final int LARGEST_FILE = 64 << 20;

    BanImport {
        wishes = List.copyOf(wishes);
    }

    /// A ban to be.
    ///
    /// @param until RFC 3339, `forever`, or empty where the file does not say
    record Wish(String network, String until, String reason) {

        private void write(JsonGenerator json, String lasting) {
            json.writeStartObject();
            json.writeStringProperty("network", network);
            String end = until.isEmpty() ? lasting : until;
            if (end.equals(Span.FOREVER)) {
                json.writeNullProperty("until");
            } else {
                json.writeStringProperty(until.isEmpty() ? "for" : "until", end);
            }
            json.writeStringProperty("reason", reason);
            json.writeEndObject();
        }
    }

    /// Reads a file in whatever form it is.
    ///
    /// @param name of the file; `-` for `input`
    /// @param lasting how long those last that do not say so themselves
    /// @throws UsageTrouble with all that is wrong in the file, each as `file:line: …`
    static BanImport read(String name, InputStream input, String lasting) throws UsageTrouble {
        if (!lasting.equals(Span.FOREVER) && Span.parse(lasting).isEmpty()) {
            throw new UsageTrouble("--for: \"%s\" (expected: a duration %s)".formatted(lasting, Span.EXPECTED));
        }
        String text = text(name, input);
        ImportedEntries entries = new ImportedEntries(name.equals("-") ? "stdin" : name);
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        String first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        if (first.startsWith("{") || first.startsWith("[")) {
            JsonBans.read(text, entries);
        } else if (name.endsWith(".yaml") || name.endsWith(".yml") || first.endsWith(":")) {
            HomeAssistantBans.read(text, entries);
        } else if (first.startsWith("network,")) {
            csv(text, entries);
        } else {
            plain(text, entries);
        }
        return entries.all(lasting);
    }

    /// What `POST /v1/bans/import` takes.
    String toJson() throws UsageTrouble {
        String json = AdminJson.object(object -> {
            object.writeArrayPropertyStart("bans");
            wishes.forEach(wish -> wish.write(object, lasting));
            object.writeEndArray();
        });
        if (json.length() > AdminLimits.DEFAULT.bodyBytes()) {
            throw new UsageTrouble("%d bans at once (expected: what fits into %d MiB). Split the file."
                    .formatted(wishes.size(), AdminLimits.DEFAULT.bodyBytes() >> 20));
        }
        return json;
    }

    private static void plain(String text, ImportedEntries entries) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int comment = line.indexOf('#');
            String network = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!network.isEmpty()) {
                entries.add(number, network, "", "", true);
            }
        }
    }

    private static void csv(String text, ImportedEntries entries) {
        Optional<List<Csv.Row>> rows = Csv.read(text);
        if (rows.isEmpty()) {
            entries.problem(1, "a quoted cell without end (expected: CSV as RFC 4180 describes it)");
            return;
        }
        List<String> titles = rows.get().getFirst().cells();
        for (Csv.Row row : rows.get().subList(1, rows.get().size())) {
            if (row.cells().size() != titles.size()) {
                entries.problem(
                        row.line(),
                        "%d cells (expected: %d, as in the first line)"
                                .formatted(row.cells().size(), titles.size()));
                continue;
            }
            entries.add(
                    row.line(),
                    cell(row, titles, "network"),
                    cell(row, titles, "until"),
                    cell(row, titles, "reason"),
                    !cell(row, titles, "enforced").equals("false"));
        }
    }

    private static String cell(Csv.Row row, List<String> titles, String title) {
        int column = titles.indexOf(title);
        return column < 0 ? "" : row.cells().get(column);
    }

    private static String text(String name, InputStream input) throws UsageTrouble {
        try {
            byte[] bytes;
            if (name.equals("-")) {
                bytes = input.readNBytes(LARGEST_FILE + 1);
            } else {
                try (InputStream file = Files.newInputStream(Path.of(name))) {
                    bytes = file.readNBytes(LARGEST_FILE + 1);
                }
            }
            if (bytes.length > LARGEST_FILE) {
                throw new UsageTrouble("%s: too large (expected: at most %d MiB)".formatted(name, LARGEST_FILE >> 20));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            throw new UsageTrouble(name + ": no such file (expected: a file with bans, or - for the standard input)");
        } catch (IOException failed) {
            throw new UsageTrouble(name + ": cannot be read: " + failed.getMessage() + " (expected: a file with bans)");
        }
    }
}
