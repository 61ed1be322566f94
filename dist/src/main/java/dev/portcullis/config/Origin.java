package dev.portcullis.config;

import dev.portcullis.rules.net.Cidr;

/// Where a request may come from, as one item of a list: the name of a zone, or a network.
sealed interface Origin {

    record InZone(String name) implements Origin {}

    record InNetwork(Cidr cidr) implements Origin {}
}
