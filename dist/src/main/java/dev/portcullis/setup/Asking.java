package dev.portcullis.setup;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One question: by option, else by asking until the answer does.
final class Asking {

    private final Given given;
    private final Prompt prompt;
    private final Trial trial;

    /// What a line means.
    ///
    /// @param answers null if it means nothing
    /// @param expected what it should have been
    record Read(@Nullable Answers answers, String expected) {

        static Read yes(Answers answers) {
            return new Read(answers, "");
        }

        static Read no(String expected) {
            return new Read(null, expected);
        }
    }

    Asking(Given given, Prompt prompt, Trial trial) {
        this.given = given;
        this.prompt = prompt;
        this.trial = trial;
    }

    /// @param usual what nothing at all stands for; empty for nothing
    Answers about(String option, String question, String label, String usual, Function<String, Read> reading)
            throws Unanswered {
        Optional<String> value = given.value(option);
        if (value.isPresent()) {
            Read read = reading.apply(value.get());
            Answers answers = read.answers();
            if (answers == null) {
                throw new Unanswered("--%s: \"%s\" (expected: %s)".formatted(option, value.get(), read.expected()));
            }
            refuse(option, value.get(), answers);
            return answers;
        }
        prompt.say(question);
        while (true) {
            String typed = line(option, usual.isEmpty() ? label + ":" : label + " [" + usual + "]:");
            Read read = reading.apply(typed.isEmpty() ? usual : typed);
            Answers answers = read.answers();
            String objection = answers == null ? "expected: " + read.expected() : trial.objection(answers);
            if (answers != null && objection.isEmpty()) {
                return answers;
            }
            prompt.say("   " + objection.replace("\n", "\n   "));
        }
    }

    /// For what an option said.
    void refuse(String option, String value, Answers answers) throws Unanswered {
        String objection = trial.objection(answers);
        if (!objection.isEmpty()) {
            throw new Unanswered("--%s: \"%s\": %s".formatted(option, value, objection));
        }
    }

    /// What the option says, else one line from whoever is there.
    String line(String option, String question) throws Unanswered {
        Optional<String> value = given.value(option);
        return value.isPresent()
                ? value.get()
                : prompt.ask(question)
                        .map(String::strip)
                        .orElseThrow(() -> new Unanswered(
                                "--%s: not given, and nobody answers (expected: the option, or a terminal to ask at)"
                                        .formatted(option)));
    }

    boolean isYes(String answer) {
        String word = answer.toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
