package dev.portcullis.acme.order;

import java.time.Duration;

/// How much an authority may take of us.
///
/// @param connect until a connection stands
/// @param exchange from a request to the last byte of its answer
/// @param call for all exchanges that one question takes; one that has begun is not cut off by it
/// @param largest size of an answer, in bytes
record Bounds(Duration connect, Duration exchange, Duration call, int largest) {

    static final Bounds USUAL =
            new Bounds(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(90), 1 << 20);
}
