package dev.portcullis.certificates;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Loaded;
import dev.portcullis.acme.SelfSignedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The self-signed certificates that are served; each is made anew before it ends.
final class SelfSignedUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    private final SelfSignedStore store;
    private final List<Kept> all = new ArrayList<>();

    SelfSignedUpkeep(SelfSignedStore store) {
        this.store = store;
    }

    /// One of them.
    static final class Kept {
        private final String label;
        private final List<String> names;
        private Consumer<KeyAndChain> changed = _ -> {};
        private volatile Loaded loaded;
        private volatile Optional<String> trouble = Optional.empty();

        private Kept(String label, List<String> names, Loaded loaded) {
            this.label = label;
            this.names = List.copyOf(names);
            this.loaded = loaded;
        }

        KeyAndChain pair() {
            return loaded.pair();
        }

        /// Has each later one told.
        void tell(Consumer<KeyAndChain> listener) {
            changed = listener;
        }
    }

    /// The kept one, or a new one; it is looked after from now on.
    Kept obtain(String label, List<String> names) throws CertificateTrouble {
        Kept kept = new Kept(label, names, store.obtain(label, names));
        all.add(kept);
        return kept;
    }

    /// Replaces those that end within 30 days.
    void renew() {
        all.forEach(this::renew);
    }

    private void renew(Kept kept) {
        try {
            Loaded now = store.obtain(kept.label, kept.names);
            boolean fresh = !now.pair().leaf().equals(kept.pair().leaf());
            kept.loaded = now;
            kept.trouble = Optional.empty();
            if (fresh) {
                now.warnings().forEach(LOG::warn);
                kept.changed.accept(now.pair());
                LOG.info(
                        "{}: a new self-signed certificate, valid until {}, is served from now on",
                        kept.label,
                        now.pair().leaf().getNotAfter().toInstant());
            }
        } catch (CertificateTrouble e) {
            LOG.warn("{}", e.getMessage());
            kept.trouble = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// For `status`.
    List<String> warnings() {
        return all.stream()
                .flatMap(kept -> Stream.concat(kept.loaded.warnings().stream(), kept.trouble.stream()))
                .toList();
    }
}
