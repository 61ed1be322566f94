package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/// What a name server's refusal means for the owner (RFC 2136 §2.2, RFC 8945 §5.2).
final class UpdateRefusal {

    static final String KEY_REMEDY =
            "Compare the key's name, algorithm and secret with the name server's configuration. Whatever is changed here"
                    + " counts after a restart of Portcullis.";

    private UpdateRefusal() {}

    /// @param answer with a response code other than NOERROR
    /// @param signed whether we sign
    static AcmeFailure of(String where, Message answer, boolean signed) {
        TSIGRecord signature = answer.getTSIG();
        int code = answer.getHeader().getRcode();
        if (code == Rcode.NOTAUTH && signature != null && signature.getError() != 0) {
            return signatureRefused(where, signature);
        }
        return switch (code) {
            case Rcode.NOTAUTH -> signed ? notAuthorised(where) : notItsZone(where, "NOTAUTH");
            case Rcode.REFUSED -> refused(where, signed);
            case Rcode.NOTZONE, Rcode.NXDOMAIN -> notItsZone(where, Rcode.string(code));
            case Rcode.NOTIMP ->
                failed(
                        where,
                        "NOTIMP: the server takes no updates",
                        "Give the address of the zone's primary name server, with dynamic updates allowed there.");
            default ->
                failed(
                        where,
                        "the server answers " + Rcode.string(code),
                        "Look into the name server's log; it is tried again by itself.");
        };
    }

    private static AcmeFailure signatureRefused(String where, TSIGRecord signature) {
        return switch (signature.getError()) {
            case Rcode.BADTIME -> clock(where, signature);
            case Rcode.BADKEY ->
                trouble(
                        Cause.DNS_TOKEN_REFUSED,
                        where,
                        "BADKEY: the server does not know this TSIG key's name with this algorithm",
                        KEY_REMEDY);
            case Rcode.BADSIG ->
                trouble(
                        Cause.DNS_TOKEN_REFUSED,
                        where,
                        "BADSIG: the TSIG key's secret is not the server's",
                        KEY_REMEDY);
            default ->
                trouble(
                        Cause.DNS_TOKEN_REFUSED,
                        where,
                        "the server refuses our signature: " + Rcode.TSIGstring(signature.getError()),
                        KEY_REMEDY);
        };
    }

    /// The server's time is in the signature's other data, seconds in 48 bits (RFC 8945 §5.2.3).
    private static AcmeFailure clock(String where, TSIGRecord signature) {
        byte[] other = signature.getOther();
        String found = "BADTIME: this machine's clock and the name server's are too far apart";
        if (other != null && other.length == 6) {
            long seconds = 0;
            for (byte part : other) {
                seconds = (seconds << 8) | (part & 0xFF);
            }
            found = said(found, seconds, signature.getTimeSigned());
        }
        return trouble(
                Cause.CLOCK_WRONG,
                where,
                found,
                "Set both clocks right, best by NTP (timedatectl set-ntp true); five minutes apart is too much.");
    }

    private static String said(String found, long seconds, Instant ours) {
        try {
            Instant theirs = Instant.ofEpochSecond(seconds);
            return "%s (ours: %s, the server's: %s, %d s apart)"
                    .formatted(
                            found,
                            ours,
                            theirs,
                            Duration.between(ours, theirs).abs().toSeconds());
        } catch (DateTimeException | ArithmeticException _) {
            return found;
        }
    }

    private static AcmeFailure notAuthorised(String where) {
        return trouble(
                Cause.DNS_TOKEN_REFUSED,
                where,
                "NOTAUTH: the server does not accept our key, or does not keep this zone",
                KEY_REMEDY + " Give the address of the zone's primary name server.");
    }

    private static AcmeFailure refused(String where, boolean signed) {
        return trouble(
                Cause.DNS_TOKEN_REFUSED,
                where,
                "REFUSED: the server does not allow this " + (signed ? "with our key" : "without a TSIG key"),
                signed
                        ? "Allow the key to update TXT records of this name (BIND: update-policy or allow-update in the zone)."
                        : "Set a TSIG key (RFC 8945), or allow updates from this machine's address.");
    }

    private static AcmeFailure notItsZone(String where, String code) {
        return failed(
                where,
                code + ": the server does not keep the zone of this name",
                "Give the address of the zone's primary name server.");
    }

    private static AcmeFailure failed(String where, String found, String remedy) {
        return trouble(Cause.DNS_UPDATE_FAILED, where, found, remedy);
    }

    private static AcmeFailure trouble(Cause cause, String where, String found, String remedy) {
        return new AcmeFailure(AcmeTrouble.of(cause, where, found, remedy));
    }
}
