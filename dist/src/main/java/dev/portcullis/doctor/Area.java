package dev.portcullis.doctor;

/// What a check is about, in the order in which people read of it.
public enum Area {
    CONFIGURATION("Configuration"),
    SERVER("Server"),
    UPSTREAM("Home Assistant"),
    AROUND("Ways around Portcullis"),
    CERTIFICATES("Certificates"),
    EXPOSURE("What is exposed"),
    PROTECTION("Protection"),
    MACHINE("This machine");

    private final String title;

    Area(String title) {
        this.title = title;
    }

    /// As a heading.
    public String title() {
        return title;
    }
}
