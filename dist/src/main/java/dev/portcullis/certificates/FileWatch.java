package dev.portcullis.certificates;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether the files of certificates changed, and hands over each new pair that is whole: the certificate is
/// for the key, and neither was written to while it was read. Says when one comes near its end.
///
/// Polls, as that works on every file system, through symbolic links and bind mounts.
final class FileWatch {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    private final List<Watched> pairs = new ArrayList<>();
    private final InstantSource time;

    FileWatch(InstantSource time) {
        this.time = time;
    }

    /// Two files that are watched.
    static final class Watched {
        private final FilePair files;
        private Consumer<KeyAndChain> changed = _ -> {};
        private @Nullable Seen seen;
        private volatile Loaded loaded;
        private volatile Optional<String> trouble = Optional.empty();
        private Optional<Ending> told = Optional.empty();

        private Watched(FilePair files, @Nullable Seen seen, Loaded first) {
            this.files = files;
            this.seen = seen;
            this.loaded = first;
        }

        /// What is served of them.
        KeyAndChain pair() {
            return loaded.pair();
        }

        /// Has each later pair told, on the watching thread; to be called before that starts.
        void tell(Consumer<KeyAndChain> listener) {
            changed = listener;
        }

        private List<String> warnings(Instant now) {
            List<String> all = new ArrayList<>(loaded.warnings());
            // That it has ended is among those.
            Ending.of(pair(), now)
                    .filter(ending -> ending != Ending.ENDED || all.isEmpty())
                    .ifPresent(ending -> all.add(ending.text(files.certificate(), pair())));
            trouble.ifPresent(all::add);
            return all;
        }
    }

    /// What tells one content from another without reading it.
    private record Seen(Stamp certificate, Stamp key) {}

    private record Stamp(long modified, long size, @Nullable Object file) {}

    /// Reads a pair, and watches it from now on.
    ///
    /// @throws CertificateTrouble if it cannot be used as it is now
    Watched add(FilePair files) throws CertificateTrouble {
        Seen seen = stamps(files);
        Watched watched = new Watched(files, seen, files.read(time.instant()));
        pairs.add(watched);
        return watched;
    }

    /// Looks at every pair once.
    void look() {
        for (Watched pair : pairs) {
            try {
                look(pair);
            } catch (RuntimeException ours) {
                LOG.error("{}: could not be looked at, unexpectedly", pair.files.certificate(), ours);
            }
        }
    }

    private void look(Watched pair) {
        Seen before = stamps(pair.files);
        boolean known = before != null && before.equals(pair.seen);
        if (known && pair.trouble.isEmpty() && pair.loaded.warnings().isEmpty()) {
            return;
        }
        try {
            Loaded loaded = pair.files.read(time.instant());
            if (before == null || !before.equals(stamps(pair.files))) {
                return;
            }
            pair.trouble = Optional.empty();
            pair.loaded = loaded;
            if (!known) {
                loaded.warnings().forEach(LOG::warn);
                pair.changed.accept(loaded.pair());
                LOG.info(
                        "{}: a new certificate, valid until {}, is served from now on",
                        pair.files.certificate(),
                        loaded.pair().leaf().getNotAfter().toInstant());
            }
            pair.seen = before;
        } catch (CertificateTrouble e) {
            Optional<String> found = Optional.of(e.getMessage() + " The certificate before it is served until then.");
            if (!found.equals(pair.trouble)) {
                LOG.warn(found.get());
            }
            pair.trouble = found;
        }
    }

    /// Logs each degree of nearing its end once for each certificate.
    void tellEnds() {
        Instant now = time.instant();
        for (Watched pair : pairs) {
            Optional<Ending> reached = Ending.of(pair.pair(), now);
            reached.filter(ending -> pair.told.map(ending::compareTo).orElse(1) > 0)
                    .ifPresent(ending -> LOG.warn(ending.text(pair.files.certificate(), pair.pair())));
            pair.told = reached;
        }
    }

    /// Null where a file is not there.
    private static @Nullable Seen stamps(FilePair files) {
        try {
            return new Seen(stamp(files.certificate()), stamp(files.key()));
        } catch (IOException _) {
            return null;
        }
    }

    private static Stamp stamp(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(found.lastModifiedTime().toMillis(), found.size(), found.fileKey());
    }

    /// For `status`: what is wrong with files, or with the pair that is served of them.
    List<String> warnings() {
        Instant now = time.instant();
        return pairs.stream().flatMap(pair -> pair.warnings(now).stream()).toList();
    }
}
