package dev.portcullis.certificates;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.cli.Escaped;

/// Why a certificate could not be had, for the log: what was found may be cut, what to do about it is whole.
final class TroubleText {

    private TroubleText() {}

    /// `where: found. Remedy.`
    static String of(AcmeTrouble trouble) {
        String found = Escaped.text(trouble.found());
        return Escaped.text(trouble.where()) + ": " + found + (found.endsWith(".") ? " " : ". ")
                + Escaped.sentence(trouble.remedy());
    }
}
