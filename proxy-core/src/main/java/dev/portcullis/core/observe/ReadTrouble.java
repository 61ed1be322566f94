package dev.portcullis.core.observe;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What went wrong in reading signals from traffic: each kind is logged once, so that nobody fills the log with it.
///
/// The exception's message is left out, since it may quote what a client sent. Used on any event loop.
final class ReadTrouble {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final int MOST_KINDS = 64;
    private static final int FRAMES = 8;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /// Of one kind are those of one class from one place.
    void tell(Throwable cause) {
        StackTraceElement[] frames = cause.getStackTrace();
        String kind = cause.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
        if (told.size() < MOST_KINDS && told.add(kind)) {
            LOG.error(
                    "an exchange could not be read for signs of an attack and passed unread (told once): {} {}",
                    cause.getClass().getName(),
                    Arrays.stream(frames).limit(FRAMES).toList());
        }
    }
}
