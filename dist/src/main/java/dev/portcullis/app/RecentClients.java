package dev.portcullis.app;

import dev.portcullis.rules.net.Address;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Whom the latest connections came from. Used on any thread.
final class RecentClients {

    private static final int REMEMBERED = 256;

    private final AtomicReferenceArray<Address> latest = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicInteger arrivals = new AtomicInteger();

    void arrived(Address client) {
        latest.set(Math.floorMod(arrivals.getAndIncrement(), REMEMBERED), client);
    }

    /// Which part of the latest connections came from there, 0 to 1; 0 until there were 256.
    double share(Address client) {
        int its = 0;
        for (int i = 0; i < REMEMBERED; i++) {
            Address other = latest.get(i);
            if (other == null) {
                return 0;
            }
            its += other.equals(client) ? 1 : 0;
        }
        return (double) its / REMEMBERED;
    }
}
