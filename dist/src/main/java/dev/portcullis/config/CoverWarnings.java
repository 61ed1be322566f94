package dev.portcullis.config;

import dev.portcullis.config.Config.Exposed;
import dev.portcullis.config.Config.Rule;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Origins;
import dev.portcullis.rules.route.Preset;
import java.util.List;
import java.util.Set;

/// Warns of rules that can never match because an earlier one takes every request that they are about.
///
/// Says so only where it is certain; a rule without a warning may still be covered by several others together.
final class CoverWarnings {

    private static final String WEBHOOKS = "/api/webhook/";
    private static final Set<String> WEBHOOK_METHODS = Set.of("POST", "PUT", "GET", "HEAD");
    private static final List<String> WITHHELD = List.of("/api/onboarding", "/api/hassio");

    private final List<String> zones;

    private CoverWarnings(List<String> zones) {
        this.zones = zones;
    }

    static void run(Section root, Config config, Findings findings) {
        CoverWarnings warnings = new CoverWarnings(ZoneChecks.names(root.get(RootKeys.ZONES)));
        List<Section> sites = Assembly.values(root.get(RootKeys.SITES));
        for (int site = 0; site < sites.size(); site++) {
            warnings.site(
                    sites.get(site).get(SiteKeys.EXPOSE),
                    config.sites().get(site).expose(),
                    findings);
        }
    }

    private void site(List<Found<Section>> places, List<Rule> rules, Findings findings) {
        for (int later = 1; later < rules.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (covers(rules.get(earlier).what(), rules.get(later).what())) {
                    Where first = places.get(earlier).where();
                    findings.warning(
                            places.get(later).where(),
                            new Fault(
                                    "a rule that can never match",
                                    "narrow rules before wide ones",
                                    first.path() + " in line " + first.mark().line()
                                            + " decides all that it is about."));
                    break;
                }
            }
        }
    }

    private boolean covers(Exposed wide, Exposed narrow) {
        return switch (wide) {
            case Exposed.ByPreset preset -> presetCovers(preset, narrow);
            case Exposed.Paths paths -> pathsCover(paths, narrow);
            case Exposed.Webhooks _ -> false;
        };
    }

    private boolean presetCovers(Exposed.ByPreset wide, Exposed narrow) {
        boolean everything = wide.preset() == Preset.EVERYTHING;
        return switch (narrow) {
            case Exposed.ByPreset preset ->
                (everything || wide.preset() == preset.preset()) && originsCover(wide.from(), preset.from());
            case Exposed.Webhooks webhooks ->
                (everything || wide.preset() == Preset.WEBHOOKS)
                        && webhooks.webhooks().stream()
                                .allMatch(it -> (everything || WEBHOOK_METHODS.containsAll(it.methods()))
                                        && originsCover(wide.from(), it.from()));
            case Exposed.Paths paths ->
                everything
                        && originsCover(wide.from(), paths.from())
                        && (householdOnly(paths.from())
                                || paths.patterns().stream().noneMatch(CoverWarnings::mayBeWithheld));
        };
    }

    private boolean pathsCover(Exposed.Paths wide, Exposed narrow) {
        return switch (narrow) {
            case Exposed.ByPreset preset ->
                wide.methods().isEmpty() && patternCovers(wide, "/**") && originsCover(wide.from(), preset.from());
            case Exposed.Webhooks webhooks ->
                patternCovers(wide, WEBHOOKS + "*")
                        && webhooks.webhooks().stream()
                                .allMatch(it -> methodsCover(wide.methods(), it.methods())
                                        && originsCover(wide.from(), it.from()));
            case Exposed.Paths paths ->
                methodsCover(wide.methods(), paths.methods())
                        && originsCover(wide.from(), paths.from())
                        && paths.patterns().stream().allMatch(it -> patternCovers(wide, it.toString()));
        };
    }

    private static boolean patternCovers(Exposed.Paths wide, String narrow) {
        for (PathPattern pattern : wide.patterns()) {
            String text = pattern.toString();
            boolean prefix = text.endsWith("/**") && text.indexOf('*') == text.length() - 2;
            if (text.equals(narrow) || (prefix && narrow.startsWith(text.substring(0, text.length() - 2)))) {
                return true;
            }
        }
        return false;
    }

    /// No set of methods means any.
    private static boolean methodsCover(Set<String> wide, Set<String> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }

    private boolean originsCover(Origins wide, Origins narrow) {
        if (wide.zones().containsAll(zones)) {
            return true;
        }
        List<Cidr> networks = wide.cidrs().cidrs();
        return wide.zones().containsAll(narrow.zones())
                && narrow.cidrs().cidrs().stream()
                        .allMatch(it -> networks.stream()
                                .anyMatch(net -> net.prefixLength() <= it.prefixLength() && net.overlaps(it)));
    }

    private static boolean householdOnly(Origins from) {
        return !from.zones().contains("internet") && from.cidrs().isEmpty();
    }

    private static boolean mayBeWithheld(PathPattern pattern) {
        String text = pattern.toString();
        int wildcard = text.indexOf('*');
        String certain = wildcard < 0 ? text : text.substring(0, wildcard);
        return WITHHELD.stream().anyMatch(it -> certain.startsWith(it) || (wildcard >= 0 && it.startsWith(certain)));
    }
}
