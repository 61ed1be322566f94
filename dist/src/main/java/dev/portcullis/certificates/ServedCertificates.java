package dev.portcullis.certificates;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.core.Certificates;
import dev.portcullis.core.ServerCertificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The certificates of all sites, in memory, where the data plane finds them.
final class ServedCertificates implements Certificates {

    private final List<ServedCertificate> sites;
    private volatile ServerCertificate selfSigned;
    private final InstantSource time;

    /// @param sites in the order of the configuration
    /// @param selfSigned for those who ask for no site's name
    /// @param former until now; what did not change stays the very same, so that clients can resume their sessions
    ServedCertificates(
            List<ServedCertificate> sites,
            KeyAndChain selfSigned,
            Optional<ServedCertificates> former,
            InstantSource time) {
        this.sites = List.copyOf(sites);
        this.selfSigned = former.map(it -> it.selfSigned)
                .filter(it -> it.leaf().equals(selfSigned.leaf()))
                .orElseGet(() -> served(selfSigned));
        this.time = time;
    }

    private static ServerCertificate served(KeyAndChain pair) {
        return new ServerCertificate(pair.key(), pair.chain());
    }

    /// Who asks for no site's name is presented this one from now on.
    void replaceSelfSigned(KeyAndChain pair) {
        selfSigned = served(pair);
    }

    @Override
    public ServerCertificate forSite(int site, String serverName) {
        return sites.get(site).at(time.millis());
    }

    @Override
    public ServerCertificate selfSigned() {
        return selfSigned;
    }

    List<ServedCertificate> sites() {
        return sites;
    }
}
