package dev.portcullis.rules.replay;

import java.util.List;

/// Takes secrets out of the paths of other programs' logs: each becomes `~`.
final class ForeignPaths {

    private static final int LIKELY_LENGTH = 24;
    private static final List<String> HOLDERS = List.of(
            "webhook", "login_flow", "hls", "hassio_ingress", "tts_proxy", "telegram_webhooks", "flash_briefings");

    private ForeignPaths() {}

    static String scrub(String path) {
        StringBuilder clean = new StringBuilder(path.length());
        String before = "";
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, to);
            boolean secret = !segment.isEmpty() && (HOLDERS.contains(before) || isLikely(segment));
            clean.append(secret ? "~" : segment);
            if (slash >= 0) {
                clean.append('/');
            }
            before = segment;
            from = to + 1;
        }
        return clean.toString();
    }

    private static boolean isLikely(String segment) {
        return segment.length() >= LIKELY_LENGTH
                && segment.chars().anyMatch(Character::isDigit)
                && segment.chars().anyMatch(Character::isLetter)
                && segment.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }
}
