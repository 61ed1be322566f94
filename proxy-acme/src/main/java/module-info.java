/// Certificates: read from files, self-signed, or got from an authority and renewed.
@org.jspecify.annotations.NullMarked
module dev.portcullis.acme {
    requires static transitive org.jspecify;
    requires java.net.http;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.dnsjava;
    requires org.shredzone.acme4j;
    requires org.slf4j;
    requires tools.jackson.core;

    exports dev.portcullis.acme;
    exports dev.portcullis.acme.dns;
    exports dev.portcullis.acme.keep;
    exports dev.portcullis.acme.order;
    exports dev.portcullis.acme.renew;
    exports dev.portcullis.acme.store;
}
