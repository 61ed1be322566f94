package dev.portcullis.store;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/// Bans in a third of the memory: a million of them have to fit beside the engine that takes them in. Each ban is made
/// anew when it is asked for, exact to the millisecond, as the database is.
final class BanList extends AbstractList<Ban> implements RandomAccess {

    private static final int NUMBERS = 5;
    private static final int SMALL = 64;
    private static final Cause[] CAUSES = Cause.values();

    /// Of each ban: id, high and low half of the address, beginning and end.
    private long[] numbers = new long[SMALL * NUMBERS];
    /// Of each ban: prefix length, cause, whether it is enforced, offence.
    private int[] marks = new int[SMALL];
    private String[] rules = new String[SMALL];
    private String[] notes = new String[SMALL];
    private final Map<String, String> words = new HashMap<>();
    private int size;

    @Override
    @SuppressWarnings("EnumOrdinal") // Lives in memory only.
    public boolean add(Ban ban) {
        if (size == marks.length) {
            int room = size + size / 2;
            numbers = Arrays.copyOf(numbers, room * NUMBERS);
            marks = Arrays.copyOf(marks, room);
            rules = Arrays.copyOf(rules, room);
            notes = Arrays.copyOf(notes, room);
        }
        int at = size * NUMBERS;
        Address first = ban.network().network();
        numbers[at] = ban.id();
        numbers[at + 1] = first.high();
        numbers[at + 2] = first.low();
        numbers[at + 3] = ban.from().toEpochMilli();
        numbers[at + 4] =
                ban.until().equals(Instant.MAX) ? Long.MAX_VALUE : ban.until().toEpochMilli();
        marks[size] = ban.offence() << 16
                | ban.cause().ordinal() << 9
                | (ban.enforced() ? 1 << 8 : 0)
                | ban.network().prefixLength();
        rules[size] = words.computeIfAbsent(ban.rule(), word -> word);
        notes[size] = words.computeIfAbsent(ban.note(), word -> word);
        size++;
        return true;
    }

    @Override
    public Ban get(int index) {
        int at = Math.multiplyExact(Objects.checkIndex(index, size), NUMBERS);
        int mark = marks[index];
        return new Ban(
                numbers[at],
                new Cidr(new Address(numbers[at + 1], numbers[at + 2]), mark & 0xff),
                Instant.ofEpochMilli(numbers[at + 3]),
                numbers[at + 4] == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(numbers[at + 4]),
                CAUSES[mark >>> 9 & 7],
                rules[index],
                mark >>> 16,
                (mark & 1 << 8) != 0,
                notes[index]);
    }

    @Override
    public int size() {
        return size;
    }
}
