package dev.portcullis.rules.signal;

/// What somebody tried in a login flow.
///
/// @param presented a password or a code, without its value
/// @param user the name as Home Assistant compares it; empty where there was none
record LoginAttempt(Presented presented, String user) {

    static final LoginAttempt NONE = new LoginAttempt(Presented.NONE, "");

    /// Without the name.
    @Override
    public String toString() {
        return presented.toString();
    }
}
