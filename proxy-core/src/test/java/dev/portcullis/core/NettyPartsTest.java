package dev.portcullis.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The parts of Netty in which most of its holes were found, and which are left out for that.
@AnalyzeClasses(packages = "dev.portcullis.core", importOptions = ImportOption.DoNotIncludeTests.class)
class NettyPartsTest {

    /// Bodies and websockets are relayed as bytes, HTTP/1 and the PROXY protocol are read by parsers of our own.
    @ArchTest
    static final ArchRule NO_CODEC_OF_HTTP_1_FORMS_WEBSOCKETS_OR_COMPRESSION = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.netty.handler.codec.http",
                    "io.netty.handler.codec.http.multipart..",
                    "io.netty.handler.codec.http.websocketx..",
                    "io.netty.handler.codec.http.cookie..",
                    "io.netty.handler.codec.http.cors..",
                    "io.netty.handler.codec.spdy..",
                    "io.netty.handler.codec.rtsp..",
                    "io.netty.handler.codec.compression..",
                    "io.netty.handler.codec.haproxy..",
                    "io.netty.handler.codec.http3..",
                    "io.netty.handler.codec.quic..",
                    "io.netty.handler.proxy..");

    /// Networks are our own; names are looked up by the system.
    @ArchTest
    static final ArchRule NO_ADDRESS_FILTER_AND_NO_RESOLVER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.handler.ipfilter..", "io.netty.resolver.dns..");

    /// Of HTTP/2 the frames and the header compression are Netty's; streams, windows, limits and the way to HTTP/1
    /// are not.
    @ArchTest
    static final ArchRule NO_HTTP_2_STREAMS_NOR_THEIR_DOWNGRADE = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.netty\\.handler\\.codec\\.http2\\..*"
                    + "(ConnectionHandler|FrameCodec|Multiplex|StreamChannel|UpgradeHandler|UpgradeCodec"
                    + "|HttpAdapter|HttpObjectCodec|HttpToHttp2|HttpConversion|Decompressor|Compressor).*");
}
