package dev.portcullis.config;

import dev.portcullis.rules.net.Cidr;

/// What a zone is made of.
sealed interface ZoneMember {

    record Network(Cidr cidr) implements ZoneMember {}

    /// `default`: the networks of [dev.portcullis.rules.net.Zones#defaultLan()].
    record DefaultLan() implements ZoneMember {}

    /// `interfaces`: the prefixes of this host's own interfaces.
    record Interfaces() implements ZoneMember {}
}
