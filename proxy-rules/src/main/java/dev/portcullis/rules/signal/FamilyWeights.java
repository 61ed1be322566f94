package dev.portcullis.rules.signal;

import java.util.OptionalDouble;

/// What a probe of a family weighs.
public interface FamilyWeights {

    /// Weight of one probe; 0 for a family that is not known.
    double weight(String family);

    /// The most that all probes of the family together weigh within a window; empty for no such limit.
    OptionalDouble cap(String family);

    /// Whether a page elsewhere can make a browser produce it in a way that shows nothing of that page.
    boolean browserCanSend(String family);
}
