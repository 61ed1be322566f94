package dev.portcullis.rules.signal;

/// What an answer said of somebody's credentials.
///
/// @param user keyed hash of the user name that was tried; empty where there was none
record Finding(Outcome outcome, Credential credential, String user) {

    static final Finding NOTHING = new Finding(Outcome.NONE, Credential.NONE, "");
}
