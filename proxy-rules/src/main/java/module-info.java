/// The meaning of traffic: networks, paths, routes and the decision about a request.
///
/// Pure and deterministic: no Netty, no files, no threads, no clock.
@org.jspecify.annotations.NullMarked
module dev.portcullis.rules {
    requires static transitive org.jspecify;

    exports dev.portcullis.rules;
    exports dev.portcullis.rules.net;
    exports dev.portcullis.rules.path;
    exports dev.portcullis.rules.route;
}
