package dev.portcullis.rules.route;

/// A ready-made choice of what to expose of Home Assistant; the sets are in `HomeAssistantPaths`.
public enum Preset {
    /// Webhooks of any id: guessing ids is then up to the guesser's luck. Naming the ids is better.
    WEBHOOKS("webhooks"),
    /// What the companion app does in the background, and what it takes to sign a new phone in. Its screens are web
    /// pages:
    /// they need [#UI].
    COMPANION_APP("companion_app"),
    /// Alexa's smart-home calls, and the pages for linking the account.
    ALEXA("alexa"),
    /// Google Assistant's calls, and the pages for linking the account.
    GOOGLE_ASSISTANT("google_assistant"),
    /// All that a browser or the app's screens need. To the internet it leaves out
    /// onboarding, the Supervisor and add-ons, and interfaces for devices of the local network.
    UI("ui"),
    /// Every path with every method; to the internet without onboarding, the Supervisor and add-ons.
    EVERYTHING("everything");

    private final String key;

    Preset(String key) {
        this.key = key;
    }

    /// The name in the config: `companion_app`.
    public String key() {
        return key;
    }
}
