package dev.portcullis.core.smuggling;

import java.util.List;
import java.util.function.Supplier;

/// The ways in which a request over HTTP/2 may become another one, or two, over HTTP/1.
enum Http2Family {
    FIELDS(DowngradeCases::fields),
    PSEUDO_FIELDS(DowngradeCases::pseudo),
    BODIES_AND_TUNNELS(DowngradeBodyCases::cases);

    @SuppressWarnings("ImmutableEnumChecker") // They are method references.
    private final Supplier<List<Case>> cases;

    Http2Family(Supplier<List<Case>> cases) {
        this.cases = cases;
    }

    List<Case> cases() {
        return cases.get();
    }
}
