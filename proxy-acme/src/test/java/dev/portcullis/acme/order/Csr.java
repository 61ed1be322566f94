package dev.portcullis.acme.order;

import dev.portcullis.acme.lab.LabCa;
import java.io.IOException;
import java.security.KeyPair;
import org.shredzone.acme4j.util.CSRBuilder;

/// A certificate request made for one test.
final class Csr {

    private Csr() {}

    static byte[] of(KeyPair key, String... names) {
        try {
            CSRBuilder builder = new CSRBuilder();
            for (String name : names) {
                builder.addIdentifier(Identifiers.of(name));
            }
            builder.sign(key);
            return builder.getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] of(String... names) {
        return of(LabCa.newKey(), names);
    }
}
