package dev.portcullis.doctor;

/// Everything that is looked at, in the order in which it is told; `docs/doctor.md` shows the same table.
public enum Check {
    CONFIG_VALID(
            "config.valid",
            Area.CONFIGURATION,
            "the configuration, as `portcullis check` does",
            "mend the lines that it names"),
    SERVER_RUNNING(
            "server.running", Area.SERVER, "whether a server answers at the admin socket", "`portcullis run`, or sudo"),
    SERVER_LEDGER(
            "server.ledger",
            Area.SERVER,
            "whether bans and probes reach the disk",
            "make room on the disk, or give the state folder back to its user"),
    SERVER_WARNINGS(
            "server.warnings",
            Area.SERVER,
            "what the running server warns of",
            "as the warning says; it is the same as in `portcullis status`"),
    UPSTREAM_ANSWERS(
            "upstream.answers",
            Area.UPSTREAM,
            "whether each upstream has an address, accepts a connection and answers",
            "correct `upstream`, start Home Assistant, open its port to this machine"),
    UPSTREAM_TLS(
            "upstream.tls",
            Area.UPSTREAM,
            "whether `http://` or `https://` is right, and whether the certificate is to be believed",
            "change the scheme of `upstream`, or `upstream_tls`"),
    UPSTREAM_HOUSE(
            "upstream.home_assistant",
            Area.UPSTREAM,
            "whether it is Home Assistant that answers, and somebody owns it",
            "correct `upstream`, or set `kind: generic`; finish the onboarding at home"),
    UPSTREAM_TRUSTS(
            "upstream.trusts_us",
            Area.UPSTREAM,
            "whether `/manifest.json` is answered with `X-Forwarded-For` as without it",
            "in Home Assistant: *Settings > System > Network*, *Trust X-Forwarded-For* and *Trusted proxies*"),
    AROUND_DIRECT(
            "around.direct",
            Area.AROUND,
            "whether Home Assistant's own port answers on addresses of this machine, or at a public one",
            "bind it to the loopback address, or close the port in the firewall"),
    CERTIFICATE_VALID(
            "certificate.valid",
            Area.CERTIFICATES,
            "whether each certificate is valid, for how long, and by whom",
            "`portcullis certs renew`, or new files"),
    CERTIFICATE_RENEWAL(
            "certificate.renewal",
            Area.CERTIFICATES,
            "what stood in the way of the last attempt",
            "as the trouble says; try it out with `portcullis certs test`"),
    CERTIFICATE_CHALLENGE(
            "certificate.challenge",
            Area.CERTIFICATES,
            "whether the challenges fit the listeners",
            "listen on the port that the authority asks, forward it, or use `dns-01`"),
    EXPOSURE_PRESETS(
            "exposure.presets",
            Area.EXPOSURE,
            "presets that show the whole internet more than it may look like",
            "narrow `from`, or name webhooks and paths"),
    EXPOSURE_PATHS(
            "exposure.paths",
            Area.EXPOSURE,
            "`paths` that take in the API, the login, the Supervisor or onboarding for the internet",
            "narrow the pattern, or `from`"),
    EXPOSURE_WEBHOOKS(
            "exposure.webhooks",
            Area.EXPOSURE,
            "webhooks of the internet that any method fires, or whose id can be guessed",
            "`methods: [POST]`; a long id in the automation"),
    EXPOSURE_UNKNOWN_NAME(
            "exposure.unknown_name",
            Area.EXPOSURE,
            "what scanners get that know no host name",
            "`unknown_name: {internet: refuse}`"),
    EXPOSURE_ZONES(
            "exposure.zones",
            Area.EXPOSURE,
            "whether strangers stand in zones that are treated as home",
            "list the networks of the zone instead of `interfaces`"),
    PROTECTION_MODE("protection.mode", Area.PROTECTION, "whether bans are carried out", "`mode: enforce`"),
    PROTECTION_NEVER_BAN(
            "protection.never_ban",
            Area.PROTECTION,
            "whether `never_ban` spares everybody",
            "take `internet` or the wide network out of it"),
    PROTECTION_PROXIES(
            "protection.proxies",
            Area.PROTECTION,
            "whether strangers may say who they are, by `forwarded_from` or `proxy_protocol_from`",
            "list the proxies' own addresses only"),
    MACHINE_FILES(
            "machine.files",
            Area.MACHINE,
            "whether others may read the configuration, the state folder and private keys",
            "the `chmod` that it prints"),
    MACHINE_DISK("machine.disk", Area.MACHINE, "room on the disk of the state folder", "make room on that disk"),
    MACHINE_NATIVES(
            "machine.natives",
            Area.MACHINE,
            "whether the server runs with the native transport and TLS",
            "install the package for this architecture"),
    MACHINE_VERSION(
            "machine.version",
            Area.MACHINE,
            "whether the server, this command and Java fit together",
            "restart the server after an upgrade");

    private final String id;
    private final Area area;
    private final String looksAt;
    private final String usualRepair;

    Check(String id, Area area, String looksAt, String usualRepair) {
        this.id = id;
        this.area = area;
        this.looksAt = looksAt;
        this.usualRepair = usualRepair;
    }

    /// As people and JSON spell it.
    public String id() {
        return id;
    }

    public Area area() {
        return area;
    }

    /// In Markdown.
    public String looksAt() {
        return looksAt;
    }

    /// In Markdown, for all cases; a finding has the one for its own.
    public String usualRepair() {
        return usualRepair;
    }
}
