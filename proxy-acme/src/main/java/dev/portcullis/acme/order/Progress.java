package dev.portcullis.acme.order;

/// Hears of each step that was done.
@FunctionalInterface
public interface Progress {

    /// Nobody listens.
    Progress NONE = (step, detail) -> {};

    /// A step was done.
    ///
    /// @param detail one line, such as `tls-alpn-01 for home.example.org`
    void done(Step step, String detail);
}
