package dev.portcullis.core;

import dev.portcullis.rules.net.Address;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what was told of refusals: client and name, in order.
final class RefusalRecorder implements ProxyEvents {

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void refused(Address client, String refusal) {
        told.add(client + " " + refusal);
    }

    List<String> told() {
        return told;
    }
}
