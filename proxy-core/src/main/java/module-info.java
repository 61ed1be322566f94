/// The data plane: listeners, TLS, HTTP and the upstream.
///
/// The one exported package shows no Netty type.
@org.jspecify.annotations.NullMarked
module dev.portcullis.core {
    requires transitive dev.portcullis.rules;
    requires static transitive org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires org.slf4j;

    exports dev.portcullis.core;
}
