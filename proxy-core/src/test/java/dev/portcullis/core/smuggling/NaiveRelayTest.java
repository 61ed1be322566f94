package dev.portcullis.core.smuggling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.smuggling.Finding.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The suite sees what a relay lets through that trusts its clients: without this, a green suite says nothing.
class NaiveRelayTest {

    @ParameterizedTest
    @CsvSource({
        "ENCODINGS, LENGTH, CHUNKS",
        "ENCODINGS, CHUNKS, LENGTH",
        "ENCODINGS, CHUNKS, CHUNKS",
        "LENGTHS, LENGTH, LENGTH",
        "CHUNK_ENDS, CHUNKS, LENGTH",
        "CHUNK_ENDS, CHUNKS, CHUNKS",
        "REQUEST_LINES, LENGTH, STRICT",
        "LINE_ENDS, LENGTH, LENGTH",
        "LINE_ENDS, LENGTH, CHUNKS",
        "FIELD_LINES, LENGTH, LENGTH",
        "FIELD_LINES, LENGTH, CHUNKS"
    })
    void a_relay_of_the_clients_own_bytes_is_caught_smuggling(Family family, NaiveRelay.Trust trust, Reading reading)
            throws Exception {
        List<Finding> findings = Run.untilSmuggled(family.cases(), reading, port -> NaiveRelay.before(port, trust));

        assertThat(findings).extracting(Finding::kind).contains(Kind.SMUGGLED);
    }

    @ParameterizedTest
    @CsvSource({
        "TRAILERS, CLAIM",
        "HOSTS, CLAIM",
        "CLAIMS, CLAIM",
        "UPGRADES, UNMEANT",
        "REQUEST_LINES, MALFORMED",
        "CHUNK_LINES, MALFORMED"
    })
    void a_relay_of_the_clients_own_bytes_is_caught_otherwise(Family family, Kind kind) throws Exception {
        List<Case> some = family.cases().stream().limit(20).toList();
        List<Finding> findings = Run.of(some, Reading.STRICT, port -> NaiveRelay.before(port, NaiveRelay.Trust.LENGTH));

        assertThat(findings).extracting(Finding::kind).contains(kind);
    }
}
