package dev.portcullis.rules.signal;

import java.util.Locale;
import java.util.Set;

/// Takes secrets out of paths: each becomes `~` and the first digits of its keyed hash, so that equal ones can
/// still be told from others.
///
/// Looks at the path as the most obliging reader would, decoded to the end and with `\` for `/`. A path that
/// holds no secret stays as it was sent.
final class Scrub {

    private static final int LONGEST_PATH = 512;
    private static final int DIGITS = 8;
    private static final int LIKELY_LENGTH = 24;
    private static final int LIKELY_HEX = 20;

    /// What stands before a secret: its next segment is one, whatever it looks like.
    private static final Set<String> HOLDERS =
            Set.of("login_flow", "hls", "hassio_ingress", "tts_proxy", "flash_briefings", "serve");

    /// Holds a secret by any name that it is a part of, so that a slip of the pen gives none away.
    private static final String WEBHOOK = "webhook";

    private final SecretHash hash;

    Scrub(SecretHash hash) {
        this.hash = hash;
    }

    /// A path without secrets.
    ///
    /// @param target as sent or canonical, with or without query; whatever it is
    /// @return without the query, at most 512 characters
    String path(String target) {
        String whole = target.startsWith("/") && !target.startsWith("//") ? target : withoutUser(target);
        String sent = whole.substring(0, end(whole));
        String plain = Escapes.fully(sent);
        String clean = segments(plain);
        String shown = plain.startsWith(clean) ? sent : clean;
        return shown.length() > LONGEST_PATH ? shown.substring(0, LONGEST_PATH) : shown;
    }

    /// Of a target that may have an authority (RFC 3986 §3.2): a password in it may hold anything, separators too.
    private String withoutUser(String target) {
        String plain = Escapes.fully(target);
        int at = plain.lastIndexOf('@');
        int scheme = plain.indexOf("//");
        int from = scheme < 0 ? 0 : scheme + 2;
        return from < at ? plain.substring(0, from) + mark(plain.substring(from, at)) + plain.substring(at) : target;
    }

    private static int end(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
            end++;
        }
        return end;
    }

    /// Of a longer path only the beginning, and no more work than that takes.
    private String segments(String plain) {
        int end = end(plain);
        StringBuilder clean = new StringBuilder(end);
        boolean expected = false;
        int from = 0;
        while (from < end && clean.length() < LONGEST_PATH) {
            int to = from;
            while (to < end && !isSeparator(plain.charAt(to))) {
                to++;
            }
            String segment = plain.substring(from, to);
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                clean.append(segment);
            } else {
                clean.append(expected ? mark(segment) : likely(segment));
                String name = name(segment);
                expected = HOLDERS.contains(name) || name.contains(WEBHOOK);
            }
            if (to < end) {
                clean.append(plain.charAt(to));
            }
            from = to + 1;
        }
        return from >= end && end < plain.length()
                ? clean.append(plain.charAt(end)).append('~').toString()
                : clean.toString();
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    /// Without the parameters that some servers read behind a `;`.
    private static String name(String segment) {
        int semicolon = segment.indexOf(';');
        return (semicolon < 0 ? segment : segment.substring(0, semicolon)).toLowerCase(Locale.ROOT);
    }

    private String mark(String secret) {
        return "~" + hash.of(secret).substring(0, DIGITS);
    }

    /// Replaces what looks like a secret; in `user:password@host` and behind a `;` nothing has to look like one.
    private String likely(String segment) {
        int webhook = segment.toLowerCase(Locale.ROOT).indexOf(WEBHOOK);
        if (webhook >= 0) {
            int end = webhook + WEBHOOK.length();
            int rest = segment.startsWith("s", end) ? end + 1 : end;
            return rest == segment.length() ? segment : segment.substring(0, rest) + mark(segment.substring(rest));
        }
        int at = segment.lastIndexOf('@');
        if (at > 0 && segment.lastIndexOf(':', at) >= 0) {
            return mark(segment.substring(0, at)) + likelyRuns(segment.substring(at));
        }
        int semicolon = segment.indexOf(';');
        if (semicolon >= 0 && semicolon + 1 < segment.length()) {
            return likelyRuns(segment.substring(0, semicolon)) + ";" + mark(segment.substring(semicolon + 1));
        }
        return likelyRuns(segment);
    }

    private String likelyRuns(String segment) {
        StringBuilder clean = new StringBuilder(segment.length());
        int from = 0;
        while (from < segment.length() && clean.length() < LONGEST_PATH) {
            int to = from;
            while (to < segment.length() && isSecretCharacter(segment.charAt(to))) {
                to++;
            }
            String run = segment.substring(from, to);
            clean.append(isLikely(run) ? mark(run) : run);
            if (to < segment.length()) {
                clean.append(segment.charAt(to));
            }
            from = to + 1;
        }
        return clean.toString();
    }

    /// The alphabets of base64 (RFC 4648 §4, §5).
    private static boolean isSecretCharacter(char c) {
        return Letters.isAlphanumeric(c) || "-_+=".indexOf(c) >= 0;
    }

    private static boolean isLikely(String run) {
        boolean digit = false;
        boolean letter = false;
        boolean hex = true;
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            digit |= Letters.isDigit(c);
            letter |= Letters.isLetter(c);
            hex &= Letters.isHex(c);
        }
        return (run.length() >= LIKELY_LENGTH && digit && letter) || (run.length() >= LIKELY_HEX && hex);
    }
}
