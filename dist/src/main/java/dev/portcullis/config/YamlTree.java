package dev.portcullis.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads YAML into [Node]s.
///
/// Anchors, aliases, tags and merge keys are refused: a few lines of them can unfold into gigabytes, and a policy
/// should say in place what it means. Depth and number of nodes are bounded.
final class YamlTree {

    static final int MAX_DEPTH = 24;
    static final int MAX_NODES = 20_000;

    private final YAMLParser parser;
    private final String text;
    private final Findings findings;
    private int nodes;

    private YamlTree(YAMLParser parser, String text, Findings findings) {
        this.parser = parser;
        this.text = text;
        this.findings = findings;
    }

    /// Reads one document.
    ///
    /// @return null when the text is no usable document, which was then reported
    static @Nullable Node read(String text, Findings findings) {
        var factory = new YAMLFactory();
        try (var parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), new WholeCharacters(text))) {
            return new YamlTree(parser, text, findings).document();
        } catch (Halt _) {
            return null;
        } catch (JacksonException e) {
            SyntaxFault.report(e, text, findings);
            return null;
        }
    }

    private Node document() throws Halt {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw halt(new Mark(1, 1), new Fault("nothing but comments or white space", "at least sites"));
        }
        Node root = node(first, 0);
        if (parser.nextToken() != null) {
            throw halt(mark(), new Fault("a second document", "one document", "Remove the line \"---\"."));
        }
        return root;
    }

    private Node node(JsonToken token, int depth) throws Halt {
        Mark at = mark();
        if (++nodes > MAX_NODES) {
            throw halt(at, new Fault("more than " + MAX_NODES + " values", "a configuration of a sane size"));
        }
        if (depth > MAX_DEPTH) {
            throw halt(at, new Fault("nested more than " + MAX_DEPTH + " levels deep", "a few levels"));
        }
        refuseAnchorAndTag(at);
        return switch (token) {
            case START_OBJECT -> mapping(at, depth);
            case START_ARRAY -> sequence(at, depth);
            case VALUE_NULL -> new Node.Scalar(at, "", true);
            default -> scalar(at);
        };
    }

    private Node scalar(Mark at) {
        if (parser.isCurrentAlias()) {
            findings.problem(
                    Where.root(at),
                    new Fault(
                            "the alias *" + Quoted.bare(parser.getString()),
                            "the value itself",
                            "Anchors and aliases are not supported."));
            return new Node.Refused(at);
        }
        return new Node.Scalar(at, parser.getString(), false);
    }

    private Node sequence(Mark at, int depth) throws Halt {
        List<Node> items = new ArrayList<>();
        JsonToken token;
        while ((token = next()) != JsonToken.END_ARRAY) {
            items.add(node(token, depth + 1));
        }
        return new Node.Sequence(at, items);
    }

    private Node mapping(Mark at, int depth) throws Halt {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Mark> seen = new HashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            Mark keyAt = mark();
            String key = parser.getString();
            refuseAnchorAndTag(keyAt);
            Node value = node(next(), depth + 1);
            if (key.equals("<<")) {
                findings.problem(
                        Where.root(keyAt),
                        new Fault("the merge key <<", "the keys themselves", "Merge keys are not supported."));
                continue;
            }
            Mark before = seen.putIfAbsent(key, keyAt);
            if (before != null) {
                findings.problem(
                        Where.root(keyAt),
                        new Fault(
                                "the key " + Quoted.of(key) + " a second time",
                                "each key once",
                                "The first is in line " + before.line() + "."));
            }
            entries.add(new Node.Entry(key, keyAt, value));
        }
        return new Node.Mapping(at, entries);
    }

    private void refuseAnchorAndTag(Mark at) {
        if (parser.getObjectId() != null && !parser.isCurrentAlias()) {
            findings.problem(
                    Where.root(at),
                    new Fault(
                            "the anchor &" + Quoted.bare(String.valueOf(parser.getObjectId())),
                            "the value alone",
                            "Anchors and aliases are not supported."));
        }
        if (parser.getTypeId() != null && parser.currentToken() != JsonToken.PROPERTY_NAME) {
            findings.problem(
                    Where.root(at),
                    new Fault(
                            "the tag !"
                                    + Quoted.bare(
                                            String.valueOf(parser.getTypeId()).replace("tag:yaml.org,2002:", "!")),
                            "the value alone",
                            "Tags are not supported; the key decides the type."));
        }
    }

    private JsonToken next() throws Halt {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw halt(
                    SourceText.markAt(text, text.length()),
                    new Fault("the end of the file", "the rest of the document"));
        }
        return token;
    }

    private Halt halt(Mark at, Fault fault) {
        findings.problem(Where.root(at), fault);
        return new Halt();
    }

    private Mark mark() {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Mark(location.getLineNr(), location.getColumnNr());
    }

    /// Reading on makes no sense; what is wrong was reported.
    private static final class Halt extends Exception {
        private static final long serialVersionUID = 1L;

        Halt() {
            super(null, null, false, false);
        }
    }
}
