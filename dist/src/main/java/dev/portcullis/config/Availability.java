package dev.portcullis.config;

/// Whether the feature behind a key exists in this release.
sealed interface Availability {

    Availability NOW = new Now();

    record Now() implements Availability {}

    /// A key that is checked and refused.
    ///
    /// @param instead what to write in its place, as a message says it behind `expected:`
    record Later(String instead) implements Availability {}
}
