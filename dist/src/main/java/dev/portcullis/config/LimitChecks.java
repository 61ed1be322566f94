package dev.portcullis.config;

/// Refuses limits that leave no connection for the internet.
final class LimitChecks {

    private LimitChecks() {}

    static void run(Section limits, Findings findings) {
        int connections = limits.get(RunKeys.CONNECTIONS);
        limits.find(RunKeys.RESERVED).filter(it -> it >= connections).ifPresent(reserved -> {
            findings.problem(
                    limits.at(RunKeys.RESERVED),
                    new Fault("\"" + reserved + "\"", "fewer than limits.connections, which is " + connections)
                            .withHint("What is reserved is part of them: the internet gets the rest."));
        });
    }
}
