package dev.portcullis.rules.route;

/// What one route said to one request.
public record RouteCheck(Route route, Result result) {

    /// Whether a route matched, or the first thing that kept it from matching.
    public enum Result {
        /// The route decides: the request is forwarded.
        MATCHED("matched"),
        /// The route takes in other paths.
        PATH("other path"),
        /// The route takes in this path with other methods.
        METHOD("other method"),
        /// The route is for other zones or networks.
        ORIGIN("not from here"),
        /// The route leaves this path out for the client's zone.
        EXCLUDED("path left out for this zone");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        /// For the owner's eyes.
        public String text() {
            return text;
        }
    }
}
