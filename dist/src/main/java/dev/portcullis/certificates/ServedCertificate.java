package dev.portcullis.certificates;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.core.ServerCertificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one site presents. It may be replaced at any moment, by any thread.
final class ServedCertificate {

    private final List<String> names;
    private final Source source;
    private volatile @Nullable ServerCertificate stopgap;
    private volatile Held held;

    /// @param until the end of its validity, in milliseconds since the epoch
    /// @param from what kind it is
    private record Held(ServerCertificate certificate, long until, Source from) {}

    /// Where a certificate comes from.
    enum Source {
        ACME("acme"),
        FILES("file"),
        SELF_SIGNED("self_signed");

        private final String key;

        Source(String key) {
            this.key = key;
        }

        /// As JSON spells it.
        String key() {
            return key;
        }
    }

    private ServedCertificate(List<String> names, Source source, @Nullable ServerCertificate stopgap, Held held) {
        this.names = List.copyOf(names);
        this.source = source;
        this.stopgap = stopgap;
        this.held = held;
    }

    /// From files, or self-signed: served also when it is over, as nothing better is to be had.
    static ServedCertificate of(List<String> names, Source source, KeyAndChain pair) {
        return new ServedCertificate(names, source, null, held(pair, source));
    }

    /// To be got: until then, and when what was got is over, the self-signed stopgap is presented.
    static ServedCertificate awaited(List<String> names, KeyAndChain stopgap) {
        Held held = held(stopgap, Source.SELF_SIGNED);
        return new ServedCertificate(names, Source.ACME, held.certificate, held);
    }

    private static Held held(KeyAndChain pair, Source from) {
        long until = pair.leaf().getNotAfter().toInstant().toEpochMilli();
        return new Held(new ServerCertificate(pair.key(), pair.chain()), until, from);
    }

    /// New handshakes get this one from now on.
    synchronized void replace(KeyAndChain pair) {
        held = held(pair, source);
    }

    /// The stopgap is another from now on.
    synchronized void replaceStopgap(KeyAndChain pair) {
        Held fresh = held(pair, Source.SELF_SIGNED);
        stopgap = fresh.certificate;
        if (source == Source.ACME && held.from == Source.SELF_SIGNED) {
            held = fresh;
        }
    }

    /// On event loops.
    ServerCertificate at(long millis) {
        Held now = held;
        ServerCertificate instead = stopgap;
        return instead != null && now.until <= millis ? instead : now.certificate;
    }

    /// Which kind is presented at that moment: of the source that was asked for, or the stopgap.
    Source serving(Instant moment) {
        Held now = held;
        boolean stands = stopgap == null || now.until > moment.toEpochMilli();
        return stands ? now.from : Source.SELF_SIGNED;
    }

    List<String> names() {
        return names;
    }

    Source source() {
        return source;
    }
}
