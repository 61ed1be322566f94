package dev.portcullis.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Writes `docs/configuration.md` from the keys themselves.
final class ConfigurationPage {

    private static final String HEAD = """
            # Configuration

            <!-- Generated from the keys in dev.portcullis.config. How to write it anew: see the end of the page. -->

            One YAML file, `portcullis.yaml`. Every key that exists is on this page, with what holds when it is left out.
            The smallest useful file:

            ```yaml
            sites:
              - hosts: [home.example.org]
                upstream: http://192.168.1.20:8123
                expose:
                  - webhooks: [doorbell-8c1f04, {id: car-arrived-77ab, methods: [POST], from: [203.0.113.0/24]}]
                    from: [internet]
                  - preset: ui
                    from: [lan, vpn]
            certificates:
              acme: {email: me@example.org, agree_to_terms: true}
            ```

            ## How values are written

            | value | examples |
            |---|---|
            | duration | `250ms` `10s` `5m` `4h` `30d`: one whole number and one unit |
            | size | `65536` `512 B` `64kB` `10MB` `1GB` (decimal), `64KiB` `10MiB` `1GiB` (binary); `unlimited` where the key says so |
            | rate | `50/s` `10/m` `100/h` |
            | network | `192.168.1.0/24` `fd00::/8`; a bare address is the network of just that address |
            | path of a file | relative paths begin in the folder of the configuration file |
            | yes or no | `true` `false` |
            | secret | in place, or `${NAME}`, or in a file of its own under the same key with `_file` behind it |

            `${NAME}` in any value stands for an environment variable, which must be set; `$${` is a literal `${`.
            Anchors, aliases, tags and merge keys of YAML are refused, as is a key that is written twice. A key with nothing
            behind it is refused too: leave it out to have its default.

            Whatever is wrong is told in one run, each mistake with its place:

            ```
            portcullis.yaml:12:7: sites[0].upstrem: unknown key (expected: upstream). Did you mean "upstream"?
            ```

            Keys marked *not yet* are known, checked and refused: this release does not have what they are for.
            """;

    private static final String TAIL = """

            ## How this page is made

            It is written from the program's own table of keys, and a test compares the two. After a change of keys:

            ```
            mvn -pl dist -am test -Dpage.write=true
            ```
            """;

    private record Part(String path, SectionType section, boolean later) {}

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Map<SectionType, String> written = new HashMap<>();

    private ConfigurationPage() {}

    static String text() {
        ConfigurationPage page = new ConfigurationPage();
        page.write(new Part("", RootKeys.ROOT, false));
        return page.page.append(TAIL).toString();
    }

    /// A section, then the sections in it, each at the depth where it is used.
    private void write(Part part) {
        page.append("\n## ").append(part.path.isEmpty() ? "The file" : "`" + part.path + "`");
        String same = written.putIfAbsent(part.section, part.path);
        if (same != null) {
            page.append("\n\nAs `").append(same).append("`.\n");
            return;
        }
        page.append("\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
        Deque<Part> inner = new ArrayDeque<>();
        for (Key<?> key : part.section.keys()) {
            boolean later = part.later || key.availability() instanceof Availability.Later;
            row(key.name(), key.type(), standard(key), mark(key, part.later) + key.meaning());
            String path = part.path.isEmpty() ? key.name() : part.path + "." + key.name();
            enter(path, key.type(), later, inner);
        }
        part.section.others().ifPresent(it -> row(it.shown(), it.type(), "", it.meaning()));
        inner.forEach(this::write);
    }

    private void row(String name, ValueType<?> type, String standard, String meaning) {
        page.append("| `").append(name).append("` | ").append(cell(describe(type)));
        page.append(" | ")
                .append(cell(standard))
                .append(" | ")
                .append(cell(meaning))
                .append(" |\n");
    }

    private static void enter(String path, ValueType<?> type, boolean later, Deque<Part> inner) {
        switch (type) {
            case SectionType section -> inner.add(new Part(path, section, later));
            case ShorthandType<?> shorthand -> inner.add(new Part(path, shorthand.full(), later));
            case ListType<?> list -> enter(path + "[]", list.item(), later, inner);
            case ScalarType<?> _, SecretFileType _, AnythingType _ -> {}
        }
    }

    private static String describe(ValueType<?> type) {
        return switch (type) {
            case SectionType _, AnythingType _ -> "section";
            case ShorthandType<?> shorthand -> describe(shorthand.scalar().type()) + ", or section";
            case ListType<?> list -> "list of: " + describe(list.item());
            case ScalarType<?> scalar -> scalar.expected();
            case SecretFileType file -> file.expected();
        };
    }

    private static String standard(Key<?> key) {
        if (key.required()) {
            return "required";
        }
        return key.standardText().isEmpty() ? "" : "`" + key.standardText() + "`";
    }

    private static String mark(Key<?> key, boolean markedAbove) {
        return switch (key.availability()) {
            case Availability.Now _ -> "";
            case Availability.Later _ -> markedAbove ? "" : "*Not yet.* ";
        };
    }

    /// A `|` ends a cell, and `<` begins HTML, outside of code.
    private static String cell(String text) {
        StringBuilder cell = new StringBuilder();
        boolean code = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            code ^= c == '`';
            cell.append(c == '|' ? "\\|" : c == '<' && !code ? "&lt;" : String.valueOf(c));
        }
        return cell.toString();
    }
}
