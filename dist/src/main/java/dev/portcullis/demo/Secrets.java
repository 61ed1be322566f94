package dev.portcullis.demo;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes ids and keys.
final class Secrets {

    private final RandomGenerator random;

    Secrets(RandomGenerator random) {
        this.random = random;
    }

    synchronized byte[] key(int bytes) {
        byte[] key = new byte[bytes];
        random.nextBytes(key);
        return key;
    }

    /// Lower-case hexadecimal digits, two for each byte.
    String hex(int bytes) {
        return HexFormat.of().formatHex(key(bytes));
    }
}
