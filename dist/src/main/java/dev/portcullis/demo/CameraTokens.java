package dev.portcullis.demo;

import java.time.InstantSource;
import java.util.HexFormat;

/// `?token=` of camera pictures: a new one every five minutes, and the one before is still good.
final class CameraTokens {

    private static final long LIFE_SECONDS = 300;

    private final InstantSource clock;
    private final byte[] key;

    CameraTokens(InstantSource clock, byte[] key) {
        this.clock = clock;
        this.key = key;
    }

    String current(String camera) {
        return token(camera, now());
    }

    boolean accepts(String camera, String token) {
        return token.equals(token(camera, now())) || token.equals(token(camera, now() - 1));
    }

    private long now() {
        return clock.instant().getEpochSecond() / LIFE_SECONDS;
    }

    private String token(String camera, long period) {
        return HexFormat.of().formatHex(Jwt.hmac(camera + " " + period, key));
    }
}
