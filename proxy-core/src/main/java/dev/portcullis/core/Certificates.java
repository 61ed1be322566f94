package dev.portcullis.core;

/// What the data plane asks of whoever keeps the certificates.
///
/// Called on event loops for every handshake: answers come from memory and never block.
public interface Certificates {

    /// The certificate to present for one of the configured sites: one at a time for each site. Another object is
    /// a new certificate and replaces the one before in every later handshake.
    ///
    /// @param site index of the site in [ProxyConfig#sites()]
    /// @param serverName the name that the client asked for, lower case, without a trailing dot
    ServerCertificate forSite(int site, String serverName);

    /// A self-signed certificate for clients that asked for no name or an unknown one, where the owner allows that.
    ServerCertificate selfSigned();
}
