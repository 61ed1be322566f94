package dev.portcullis.config;

import java.io.Reader;

/// Reads a text in pieces that never end within a character beyond U+FFFF: the YAML reader stumbles over those
/// (`ConfigFileTest`).
final class WholeCharacters extends Reader {

    private final String text;
    private int position;

    WholeCharacters(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] into, int offset, int length) {
        int rest = text.length() - position;
        if (rest == 0) {
            return -1;
        }
        int count = Math.min(length, rest);
        if (count > 1 && count < rest && Character.isHighSurrogate(text.charAt(position + count - 1))) {
            count--;
        }
        text.getChars(position, position + count, into, offset);
        position += count;
        return count;
    }

    @Override
    public void close() {}
}
