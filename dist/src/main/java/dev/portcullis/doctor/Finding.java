package dev.portcullis.doctor;

/// What one look at one thing has shown.
///
/// `what` and `repair` may quote others, so they are made harmless before a terminal sees them; they hold no secret.
public sealed interface Finding {

    Check check();

    /// What was found, one or two sentences without an end of line.
    String what();

    /// What to do about it, for exactly this case; empty where there is nothing to do.
    String repair();

    /// As people and JSON spell it: `ok`, `note`, `warning`, `problem`.
    default String level() {
        return switch (this) {
            case Ok _ -> "ok";
            case Note _ -> "note";
            case Warning _ -> "warning";
            case Problem _ -> "problem";
        };
    }

    /// All is well.
    record Ok(Check check, String what) implements Finding {
        @Override
        public String repair() {
            return "";
        }
    }

    /// Something that could not be looked at, or that only the owner can judge.
    record Note(Check check, String what) implements Finding {
        @Override
        public String repair() {
            return "";
        }
    }

    /// It works, and could hurt.
    record Warning(Check check, String what, String repair) implements Finding {}

    /// It does not work, or a door stands open.
    record Problem(Check check, String what, String repair) implements Finding {}
}
