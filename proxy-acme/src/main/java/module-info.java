/// Certificates: read from files or self-signed.
@org.jspecify.annotations.NullMarked
module dev.portcullis.acme {
    requires static transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;

    exports dev.portcullis.acme;
    exports dev.portcullis.acme.store;
}
