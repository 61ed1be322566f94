package dev.portcullis.rules.ban;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules and notes of bans, each kept once and known by a number. Beyond 65,536 different ones, newer ones are
/// not kept; whoever writes bans down has them.
final class BanWords {

    private static final int MOST = 1 << 16;
    private static final Words NONE = new Words("", "");

    private final List<Words> all = new ArrayList<>(List.of(NONE));
    private final Map<Words, Integer> numbers = new HashMap<>(Map.of(NONE, 0));

    int number(String rule, String note) {
        Words words = new Words(rule, note);
        Integer known = numbers.get(words);
        if (known != null) {
            return known;
        }
        if (all.size() == MOST) {
            return note.isEmpty() ? 0 : number(rule, "");
        }
        all.add(words);
        numbers.put(words, all.size() - 1);
        return all.size() - 1;
    }

    Words of(int number) {
        return all.get(number);
    }

    record Words(String rule, String note) {}
}
