package dev.portcullis.doctor;

import dev.portcullis.config.Config;
import dev.portcullis.config.Config.Exposed;
import dev.portcullis.doctor.Finding.Note;
import dev.portcullis.doctor.Finding.Ok;
import dev.portcullis.doctor.Finding.Problem;
import dev.portcullis.doctor.Finding.Warning;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.route.Origins;
import dev.portcullis.rules.route.Preset;
import dev.portcullis.rules.route.Route;
import dev.portcullis.rules.route.RouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What does the whole internet see, and did the owner mean it?
final class ExposureExam implements Exam {

    /// Somebody in the internet (RFC 5737).
    private static final Address STRANGER = Address.parse("198.51.100.1").orElseThrow();

    private static final int SHORT_ID = 10;

    /// One path for each thing that had better not be open, and what whoever reaches it can do.
    private static final Map<String, String> DELICATE = delicate();

    private final Collection<Cidr> interfaces;

    /// @param interfaces the networks that this machine's interfaces stand in
    ExposureExam(Collection<Cidr> interfaces) {
        this.interfaces = List.copyOf(interfaces);
    }

    @Override
    public String about() {
        return "what is exposed";
    }

    @Override
    public List<Finding> look(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        List<Config.Site> sites = patient.config().sites();
        for (int site = 0; site < sites.size(); site++) {
            List<Config.Rule> rules = sites.get(site).expose();
            for (int rule = 0; rule < rules.size(); rule++) {
                String where = "sites[" + site + "].expose[" + rule + "]";
                findings.addAll(rule(where, rules.get(rule)));
            }
            findings.addAll(refusals("sites[" + site + "]", sites.get(site)));
        }
        if (findings.isEmpty()) {
            findings.add(new Ok(Check.EXPOSURE_PRESETS, "the internet sees nothing but what the rules name"));
        }
        findings.addAll(zones(patient.config()));
        findings.add(unknownName(patient.config()));
        return findings;
    }

    private static List<Finding> rule(String where, Config.Rule rule) {
        return switch (rule.what()) {
            case Exposed.ByPreset(Preset preset, Origins from) -> isOpen(from) ? preset(where, preset) : List.of();
            case Exposed.Paths paths -> isOpen(paths.from()) ? paths(where, rule.routes()) : List.of();
            case Exposed.Webhooks(List<Config.Webhook> webhooks) -> webhooks(where, webhooks);
        };
    }

    private static List<Finding> preset(String where, Preset preset) {
        return switch (preset) {
            case EVERYTHING ->
                List.of(new Warning(
                        Check.EXPOSURE_PRESETS,
                        where
                                + ": everything but the Supervisor and onboarding is open to the internet: each login page,"
                                + " each integration's own interface, each hole that one of them may have",
                        "Expose preset: ui, or companion_app and webhooks alone, and reach the rest over a VPN. If it is"
                                + " meant: a second factor for every user."));
            case UI ->
                List.of(new Warning(
                        Check.EXPOSURE_PRESETS,
                        where + ": the user interface and its login page are open to the internet: a password that was"
                                + " guessed or stolen elsewhere opens the house",
                        "Turn on a second factor for every user (profile > Security), or write from: [lan, vpn] and"
                                + " expose webhooks alone to the internet."));
            case WEBHOOKS ->
                List.of(new Warning(
                        Check.EXPOSURE_PRESETS,
                        where + ": every webhook of the house is open to the internet, also those that some integration"
                                + " adds later",
                        "Name them: webhooks: [ID, ...] in place of preset: webhooks."));
            case COMPANION_APP, ALEXA, GOOGLE_ASSISTANT ->
                List.of(new Note(
                        Check.EXPOSURE_PRESETS,
                        where + ": preset " + preset.key() + " shows the login page to the internet, as it has to"));
        };
    }

    private static List<Finding> paths(String where, List<Route> routes) {
        RouteTable table = RouteTable.of(routes);
        List<Finding> findings = new ArrayList<>();
        DELICATE.forEach((path, consequence) -> {
            if (decides(table, path)) {
                findings.add(new Problem(
                        Check.EXPOSURE_PATHS,
                        where + ": " + routes.getFirst().name() + " takes in " + path + " for the internet: "
                                + consequence,
                        "Narrow the pattern, or write from: [lan, vpn]."));
            }
        });
        if (findings.isEmpty()) {
            findings.add(new Note(
                    Check.EXPOSURE_PATHS,
                    where + ": the internet reaches " + routes.getFirst().name()));
        }
        return findings;
    }

    private static boolean decides(RouteTable table, String path) {
        return List.of("GET", "POST").stream()
                .anyMatch(method -> table.match(method, NormalPath.of(path), Zone.INTERNET, STRANGER) != null);
    }

    private static List<Finding> webhooks(String where, List<Config.Webhook> webhooks) {
        List<Finding> findings = new ArrayList<>();
        for (int hook = 0; hook < webhooks.size(); hook++) {
            Config.Webhook webhook = webhooks.get(hook);
            String one = where + ".webhooks[" + hook + "]";
            if (!isOpen(webhook.from())) {
                continue;
            }
            boolean guessable =
                    webhook.id().length() < SHORT_ID || webhook.id().chars().noneMatch(c -> c >= '0' && c <= '9');
            if (guessable) {
                findings.add(new Warning(
                        Check.EXPOSURE_WEBHOOKS,
                        one + ": its id is short or made of words alone, and the id is all that protects it",
                        "Give the automation the id that Home Assistant proposes, or one with digits that nobody guesses,"
                                + " and write it here."));
            }
            if (webhook.methods().contains("GET")) {
                findings.add(new Note(
                        Check.EXPOSURE_WEBHOOKS,
                        one + ": a mere GET fires it, also one of a program that looks at links in messages. If the"
                                + " sender posts, write methods: [POST]."));
            }
        }
        return findings;
    }

    private static List<Finding> refusals(String where, Config.Site site) {
        return site.otherwise() == Otherwise.DROP
                ? List.of()
                : List.of(new Note(
                        Check.EXPOSURE_UNKNOWN_NAME,
                        where + ".otherwise: who is refused gets an answer, and so learns that something is here; drop"
                                + " says nothing"));
    }

    private static Finding unknownName(Config config) {
        return config.selfSignedZones().contains("internet")
                ? new Warning(
                        Check.EXPOSURE_UNKNOWN_NAME,
                        "who asks by address or a wrong name gets a self-signed certificate from the internet as well:"
                                + " scanners of addresses see that somebody is here",
                        "Write unknown_name: {internet: refuse} under certificates.")
                : new Ok(Check.EXPOSURE_UNKNOWN_NAME, "who knows no host name is refused in the handshake");
    }

    private List<Finding> zones(Config config) {
        return config.zones().interfaceZone().stream()
                .flatMap(zone -> interfaces.stream()
                        .filter(network -> Scope.of(network.network()) == Scope.PUBLIC)
                        .<Finding>map(network -> new Warning(
                                Check.EXPOSURE_ZONES,
                                "zones." + zone + " takes in " + network
                                        + ", a public network that an interface of this machine stands in: its neighbours"
                                        + " count as " + zone,
                                "List the household's own networks in zones." + zone + " in place of interfaces.")))
                .toList();
    }

    private static boolean isOpen(Origins from) {
        return from.contains(Zone.INTERNET, STRANGER);
    }

    private static Map<String, String> delicate() {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("/api/onboarding/users", "while Home Assistant is new or was reset, whoever comes first owns it");
        paths.put("/api/hassio/backups", "the Supervisor's interface restores backups and starts add-ons");
        paths.put("/api/states", "the whole API is a login away, and scanners try it");
        paths.put("/auth/login_flow", "passwords can be tried there");
        return paths;
    }
}
