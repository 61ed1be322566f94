package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// Names between our spelling, lower case and without the last dot, and the wire's.
final class DnsNames {

    private DnsNames() {}

    /// @throws AcmeFailure if this can be no DNS name
    static Name parse(String name) throws AcmeFailure {
        try {
            if (isPlain(name)) {
                return Name.fromString(name, Name.root);
            }
        } catch (TextParseException _) {
            // Said below.
        }
        throw notAName(name);
    }

    /// @throws AcmeFailure if there are characters in it that no record of ours could have
    static String spell(Name name) throws AcmeFailure {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        if (!isPlain(text)) {
            throw notAName(text);
        }
        return text;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_'
                                || c == '.');
    }

    private static AcmeFailure notAName(String name) {
        return new AcmeFailure(AcmeTrouble.of(
                Cause.NAME_REFUSED,
                "DNS name '%s'".formatted(name),
                "not a name that a TXT record can have here (expected: letters, digits, '-', '_' and dots)",
                "Correct the name, or the CNAME that leads to it."));
    }
}
