package dev.portcullis.config;

import dev.portcullis.config.Config.UnknownName;
import java.nio.file.Path;
import java.util.List;

/// Keys below `certificates`.
final class CertificateKeys {

    static final Key<Path> CERTIFICATE = Key.required(
            "certificate",
            FileTypes.readable("a file with the certificate and its chain in PEM"),
            "The certificate first, then its chain, in PEM.");

    static final Key<Path> KEY =
            Key.required("key", FileTypes.readable("a file with the private key in PEM"), "The private key in PEM.");

    static final Key<Section> ACME = Key.optional(
            "acme", AcmeKeys.SECTION, "Certificates that are got from an authority, and renewed, automatically.");

    static final Key<Section> FILES = Key.optional(
            "files", SectionType.of(CERTIFICATE, KEY), "A certificate in files; swapped when the files change.");

    static final Key<Boolean> SELF_SIGNED = Key.of(
            "self_signed",
            Words.trueOrFalse(),
            "false",
            "A certificate that nobody vouches for; browsers warn about it. It also stands in until the first one of"
                    + " `acme` has come.");

    private static final ScalarType<UnknownName> ANSWER = Words.choice(List.of(UnknownName.values()), UnknownName::key);

    static final Key<UnknownName> UNKNOWN_FROM_INTERNET = Key.of(
            "internet",
            ANSWER,
            "refuse",
            "What a client from the internet gets that asks for no name or for one of no site: a refused handshake, or"
                    + " a self-signed certificate.");

    static final Key<UnknownName> UNKNOWN_FROM_LAN =
            Key.of("lan", ANSWER, "self_signed", "The same for the household.");

    static final SectionType.Others<UnknownName> UNKNOWN_FROM = new SectionType.Others<>(
            "<zone>", NetTypes::anyZoneName, ANSWER, "The same for another zone; `refuse` when it is not written.");

    static final Key<Section> UNKNOWN_NAME = Key.section(
            "unknown_name",
            SectionType.of(UNKNOWN_FROM_INTERNET, UNKNOWN_FROM_LAN).with(UNKNOWN_FROM),
            "Who may connect without naming one of the sites.");

    static final SectionType OF_A_SITE = SectionType.of(ACME, FILES, SELF_SIGNED);

    static final SectionType OF_ALL = SectionType.of(ACME, FILES, SELF_SIGNED, UNKNOWN_NAME);

    private CertificateKeys() {}
}
