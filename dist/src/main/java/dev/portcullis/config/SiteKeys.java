package dev.portcullis.config;

import dev.portcullis.config.Config.Kind;
import dev.portcullis.config.Config.Upstream;
import dev.portcullis.rules.Otherwise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// Keys of one site.
final class SiteKeys {

    static final Key<Path> CA = Key.optional(
            "ca", FileTypes.readable("a file with PEM certificates"), "Trust these roots in place of the system's.");

    static final Key<Boolean> VERIFY = Key.of(
            "verify", Words.trueOrFalse(), "true", "Whether the upstream must prove its name with a certificate.");

    static final Key<List<Found<String>>> HOSTS = Key.required(
            "hosts",
            ListType.nonEmpty(HostTypes.siteHost()),
            "Exact names, or `*.name` for one label in front. The certificate is for these; any other name is refused.");

    static final Key<Upstream> UPSTREAM = Key.required(
            "upstream",
            HostTypes.upstream(),
            "Where requests go: `http://host:port` or `https://host:port`, with the scheme's own port when none is"
                    + " written.");

    static final Key<Section> UPSTREAM_TLS =
            Key.section("upstream_tls", SectionType.of(CA, VERIFY), "How an https upstream is verified.");

    static final Key<Kind> KIND = Key.of(
            "kind",
            Words.choice(List.of(Kind.values()), Kind::key),
            "home_assistant",
            "What is behind the upstream; `generic` means status codes only, no knowledge of Home Assistant.");

    static final Key<List<Found<Section>>> EXPOSE = Key.of(
            "expose",
            ListType.of(RuleKeys.RULE),
            "[]",
            "Rules. The first that matches decides; what no rule matches is refused.");

    static final Key<Otherwise> OTHERWISE = Key.of(
            "otherwise",
            Words.choice(List.of(Otherwise.values()), Otherwise::key),
            "drop",
            "What a refused request gets: `drop` closes the connection without a byte, and of HTTP/2 the stream.");

    static final Key<Duration> HSTS = Key.of(
            "hsts",
            Amounts.durationOrFalse("1s", "730d"),
            "false",
            "How long browsers are told to use https only (RFC 6797); `false` tells them nothing.");

    static final Key<OptionalLong> MAX_BODY =
            Key.of("max_body", Amounts.sizeOrUnlimited(), "unlimited", "Largest request body.");

    static final Key<Section> CERTIFICATES = Key.optional(
            "certificates", CertificateKeys.OF_A_SITE, "This site's certificate, in place of the one for all sites.");

    static final SectionType SITE =
            SectionType.of(HOSTS, UPSTREAM, UPSTREAM_TLS, KIND, EXPOSE, OTHERWISE, HSTS, MAX_BODY, CERTIFICATES);

    private SiteKeys() {}
}
