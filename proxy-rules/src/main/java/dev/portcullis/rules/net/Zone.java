package dev.portcullis.rules.net;

/// A name that the owner gave to some networks.
///
/// @param name as in the config: `lan`, `vpn`
public record Zone(String name) {

    /// Whatever is in no other zone.
    public static final Zone INTERNET = new Zone("internet");

    @Override
    public String toString() {
        return name;
    }
}
