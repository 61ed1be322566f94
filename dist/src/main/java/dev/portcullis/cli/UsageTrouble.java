package dev.portcullis.cli;

/// The user must change the command or the configuration: exit code 2.
///
/// The message is printed as it is, each of its lines for itself.
public final class UsageTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    public UsageTrouble(String message) {
        super(message);
    }
}
