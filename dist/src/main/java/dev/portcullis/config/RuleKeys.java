package dev.portcullis.config;

import dev.portcullis.config.Amounts.Rate;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Preset;
import java.util.List;
import java.util.OptionalLong;

/// Keys of one rule below `expose`, and of one webhook in it.
final class RuleKeys {

    private static final ListType<String> METHOD_LIST = ListType.nonEmpty(RouteTypes.method());
    private static final ListType<Origin> ORIGIN_LIST = ListType.nonEmpty(NetTypes.origin());

    static final Key<String> ID = Key.required(
            "id", RouteTypes.webhookId(), "The webhook's id, which is its secret. Exactly this one is let through.");

    static final Key<List<Found<String>>> ID_METHODS =
            Key.optional("methods", METHOD_LIST, "Methods of this webhook, in place of the rule's.");

    static final Key<List<Found<Origin>>> ID_FROM =
            Key.optional("from", ORIGIN_LIST, "Where this webhook may be called from, in place of the rule's `from`.");

    static final SectionType WEBHOOK = SectionType.of(ID, ID_METHODS, ID_FROM);

    static final Key<Preset> PRESET = Key.optional(
            "preset",
            Words.choice(List.of(Preset.values()), Preset::key),
            "A set of paths that belong together. Toward `internet`, `ui` and `everything` leave out"
                    + " `/api/onboarding*` and `/api/hassio*` unless a rule names that path itself.");

    static final Key<List<Found<Section>>> WEBHOOKS = Key.optional(
            "webhooks",
            ListType.nonEmpty(new ShorthandType<>(WEBHOOK, ID)),
            "Webhooks of Home Assistant by their ids; a plain id stands for `{id: …}`.");

    static final Key<List<Found<PathPattern>>> PATHS = Key.optional(
            "paths",
            ListType.nonEmpty(RouteTypes.pathPattern()),
            "Paths: `*` stands for any run of characters in one segment, `**` for any number of segments.");

    static final Key<List<Found<String>>> METHODS = Key.optional(
            "methods",
            METHOD_LIST,
            "Methods that the rule is about. Without it: any for `paths`, and POST, PUT, GET and HEAD for `webhooks`."
                    + " A preset knows its own.");

    static final Key<List<Found<Origin>>> FROM =
            Key.of("from", ORIGIN_LIST, "[internet, lan, vpn]", "Zones and networks that the rule lets through.");

    static final Key<Rate> RATE = Key.optional(
            "rate",
            Amounts.rate(),
            "How often one client may make requests that this rule decides, besides the general limits: with `10/m` ten"
                    + " at once, and then one every six seconds.");

    static final Key<OptionalLong> MAX_BODY =
            Key.optional("max_body", Amounts.sizeOrUnlimited(), "Largest request body, in place of the site's.");

    static final SectionType RULE = SectionType.of(PRESET, WEBHOOKS, PATHS, METHODS, FROM, RATE, MAX_BODY);

    private RuleKeys() {}
}
