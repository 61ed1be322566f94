package dev.portcullis.core;

import dev.portcullis.core.PathReader.Leniency;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Whether a target is one webhook, whoever reads it.
final class OneWebhook {

    private static final String PREFIX = "/api/webhook/";
    private static final List<PathReader> READERS = PathReader.everyKind();

    private static final Set<Leniency> CHANGE_IDS = EnumSet.of(
            Leniency.IGNORES_CASE,
            Leniency.DECODES_TWICE,
            Leniency.DECODES_BEFORE_IT_CUTS_THE_QUERY,
            Leniency.FOLDS_COMPATIBLE_FORMS,
            Leniency.STRIPS_TRAILING_DOTS_AND_SPACES);

    private OneWebhook() {}

    /// Nobody reads a path outside of the webhooks, and whoever decodes once, before or after anything else that it
    /// does, reads the very same id.
    static boolean toEveryReader(String target) {
        String strictly = READERS.getFirst().path(target);
        if (strictly.indexOf('/', PREFIX.length()) >= 0) {
            return false;
        }
        for (PathReader reader : READERS) {
            String path = reader.path(target);
            if (!path.startsWith(PREFIX) || (readsTheSameId(reader) && !path.equals(strictly))) {
                return false;
            }
        }
        return true;
    }

    /// Those who change case, decode once more or fold letters change every id, and harm none by it: the rule is for
    /// all webhooks.
    private static boolean readsTheSameId(PathReader reader) {
        return Collections.disjoint(reader.leniencies(), CHANGE_IDS);
    }
}
