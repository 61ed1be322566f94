/// The program: configuration, command line, admin socket and the wiring of the other modules.
@org.jspecify.annotations.NullMarked
module dev.portcullis.dist {
    requires dev.portcullis.acme;
    requires dev.portcullis.core;
    requires dev.portcullis.rules;
    requires static transitive org.jspecify;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires java.sql;
    requires jdk.net;
    requires jdk.unsupported;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires org.tinylog.api;
    requires org.xerial.sqlitejdbc;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.yaml;
}
