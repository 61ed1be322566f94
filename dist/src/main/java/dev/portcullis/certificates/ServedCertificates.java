package dev.portcullis.certificates;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.core.Certificates;
import dev.portcullis.core.ServerCertificate;
import java.time.InstantSource;
import java.util.List;

/// The certificates of all sites, in memory, where the data plane finds them.
final class ServedCertificates implements Certificates {

    private final List<ServedCertificate> sites;
    private volatile ServerCertificate selfSigned;
    private final InstantSource time;

    /// @param sites in the order of the configuration
    /// @param selfSigned for those who ask for no site's name
    ServedCertificates(List<ServedCertificate> sites, KeyAndChain selfSigned, InstantSource time) {
        this.sites = List.copyOf(sites);
        this.selfSigned = served(selfSigned);
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
