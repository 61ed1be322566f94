package dev.portcullis.config;

import java.nio.file.Path;
import java.util.List;

/// The keys of the file itself.
final class RootKeys {

    /// What to write in place of a key that is not available yet and has no substitute.
    static final String LEFT_OUT = "the key left out";

    static final Key<Section> LISTEN =
            Key.section("listen", ListenKeys.SECTION, "Where clients connect, and whom to believe who they are.");

    static final Key<Section> ZONES =
            Key.section("zones", ZoneKeys.SECTION, "Names for networks: each is a list of networks.");

    static final Key<List<Found<Section>>> SITES =
            Key.required("sites", ListType.nonEmpty(SiteKeys.SITE), "What is served, to whom.");

    static final Key<Section> CERTIFICATES = Key.section(
            "certificates", CertificateKeys.OF_ALL, "The certificate of all sites that have none of their own.");

    static final Key<Section> PROTECTION =
            Key.section("protection", ProtectionKeys.SECTION, "What happens to clients that keep trying.");

    static final Key<Path> STATE = Key.of(
            "state",
            FileTypes.place("a folder"),
            "/var/lib/portcullis",
            "The folder for everything that is kept: keys, database, socket. Only its owner may enter it.");

    static final Key<Section> ADMIN = Key.section("admin", RunKeys.ADMIN, "How the command line reaches the server.");

    static final Key<Section> LOGS = Key.section("logs", RunKeys.LOGS, "What is written down.");

    static final Key<Section> LIMITS =
            Key.section("limits", RunKeys.LIMITS, "How much clients may make the program hold.");

    static final Key<Section> TIMEOUTS =
            Key.section("timeouts", RunKeys.TIMEOUTS, "How long clients and upstreams may make the program wait.");

    static final Key<Boolean> WATCH = Key.of(
            "watch",
            Words.trueOrFalse(),
            "false",
            "Whether this file is looked at every two seconds and put in force when it has changed, as `portcullis"
                    + " reload` does it. Files that it names are not watched by this, but certificates always are.");

    static final Key<Node> NOTIFY = Key.optional(
                    "notify", new AnythingType("a section"), "Who is told about bans and trouble.")
            .later(LEFT_OUT);

    static final SectionType ROOT = SectionType.of(
            LISTEN, ZONES, SITES, CERTIFICATES, PROTECTION, STATE, ADMIN, LOGS, LIMITS, TIMEOUTS, WATCH, NOTIFY);

    private RootKeys() {}
}
