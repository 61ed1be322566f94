package dev.portcullis.config;

/// A scalar that does not fit its type; the message has the form of [Fault#message()].
final class Misfit extends Exception {

    private static final long serialVersionUID = 1L;

    Misfit(Fault fault) {
        this(fault.message());
    }

    Misfit(String found, String expected) {
        this(new Fault(found, expected));
    }

    Misfit(String found, String expected, String hint) {
        this(new Fault(found, expected, hint));
    }

    /// With a message from elsewhere.
    ///
    /// @param message already in the form of [Fault#message()]
    Misfit(String message) {
        super(message, null, false, false);
    }

    /// With the message of a type that speaks to owners itself.
    static Misfit from(IllegalArgumentException failure) {
        String message = String.valueOf(failure.getMessage());
        return new Misfit(message.endsWith(").") ? message.substring(0, message.length() - 1) : message);
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
