package dev.portcullis.core;

/// What a suite can be asked over.
enum Protocol {
    HTTP_1_1,
    HTTP_2;

    Door door() {
        return switch (this) {
            case HTTP_1_1 -> new Http1Door();
            case HTTP_2 -> new Http2Door();
        };
    }
}
