package dev.portcullis.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where the admin socket is: in the folder `state`, or somewhere else.
record SocketPlace(boolean belowState, Path path) {

    private static final String BELOW_STATE = "<state>/";

    /// What fits into `sun_path` on Linux (unix(7)).
    private static final int LONGEST = 107;

    static ScalarType<SocketPlace> type() {
        ScalarType<Path> place = FileTypes.place("a path such as <state>/admin.sock");
        return new ScalarType<>(place.expected(), (text, reading) -> {
            boolean below = text.startsWith(BELOW_STATE);
            if (!below) {
                return new SocketPlace(false, place.parser().parse(text, reading));
            }
            Path inState = place.parser()
                    .parse(
                            text.substring(BELOW_STATE.length()),
                            new Reading(reading.findings(), reading.environment(), Path.of("")));
            return new SocketPlace(true, inState);
        });
    }

    static Path of(Section root) {
        return root.get(RootKeys.ADMIN).get(RunKeys.SOCKET).in(root.get(RootKeys.STATE));
    }

    static void check(Section root, Findings findings) {
        Section admin = root.get(RootKeys.ADMIN);
        Path socket = of(root);
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            Where where = admin.has(RunKeys.SOCKET) ? admin.at(RunKeys.SOCKET) : root.at(RootKeys.STATE);
            findings.problem(
                    where,
                    new Fault(
                            "too long a path for the admin socket",
                            "at most " + LONGEST + " bytes with its folder",
                            "Unix sockets cannot have longer ones."));
        }
    }

    Path in(Path state) {
        return belowState ? state.resolve(path) : path;
    }
}
