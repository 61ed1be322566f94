package dev.portcullis.core.smuggling;

import java.util.List;
import java.util.function.Supplier;

/// The ways in which a request over HTTP/1 may carry another one past the policy.
enum Family {
    ENCODINGS(EncodingCases::cases),
    LENGTHS(LengthCases::cases),
    BODIES(LengthCases::bodies),
    CHUNK_LINES(ChunkCases::lines),
    CHUNK_ENDS(ChunkCases::ends),
    TRAILERS(ChunkCases::trailers),
    REQUEST_LINES(RequestLineCases::cases),
    LINE_ENDS(FieldCases::ends),
    FIELD_LINES(FieldCases::lines),
    HOSTS(HostCases::hosts),
    CLAIMS(HostCases::claims),
    UPGRADES(UpgradeCases::cases);

    @SuppressWarnings("ImmutableEnumChecker") // They are method references.
    private final Supplier<List<Case>> cases;

    Family(Supplier<List<Case>> cases) {
        this.cases = cases;
    }

    List<Case> cases() {
        return cases.get();
    }
}
