package dev.portcullis.admin;

/// A request that is answered with an error and goes no further.
final class HttpRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    AdminAnswer answer() {
        return AdminAnswer.error(status, String.valueOf(getMessage()));
    }
}
