/// The meaning of traffic: networks, paths, routes, the decision about a request, what requests show, and who is
/// banned for it.
///
/// Pure and deterministic: no Netty, no files, no threads, no clock.
@org.jspecify.annotations.NullMarked
module dev.portcullis.rules {
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;
    requires tools.jackson.core;

    exports dev.portcullis.rules;
    exports dev.portcullis.rules.ban;
    exports dev.portcullis.rules.history;
    exports dev.portcullis.rules.limit;
    exports dev.portcullis.rules.net;
    exports dev.portcullis.rules.path;
    exports dev.portcullis.rules.replay;
    exports dev.portcullis.rules.route;
    exports dev.portcullis.rules.signal;
}
