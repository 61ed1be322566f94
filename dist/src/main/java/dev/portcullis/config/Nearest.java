package dev.portcullis.config;

import java.util.Locale;
import java.util.Optional;

/// "Did you mean": the candidate that a typing slip away could have been meant.
///
/// Optimal string alignment distance: one slip is a letter too many, missing, wrong, or swapped with its neighbour.
/// Letter case is free. At most two slips, and fewer than half of the letters.
final class Nearest {

    private static final int MOST_SLIPS = 2;
    private static final int LONGEST = 64;

    private Nearest() {}

    static Optional<String> to(String written, Iterable<String> candidates) {
        String word = written.toLowerCase(Locale.ROOT);
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        int least = MOST_SLIPS + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates) {
            int slips = distance(word, candidate.toLowerCase(Locale.ROOT));
            if (slips < least && slips * 2 < word.length()) {
                least = slips;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > MOST_SLIPS) {
            return MOST_SLIPS + 1;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j - 1] + wrong, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
