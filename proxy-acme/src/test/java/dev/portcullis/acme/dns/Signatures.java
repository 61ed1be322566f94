package dev.portcullis.acme.dns;

import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/// Spoils signatures.
final class Signatures {

    private Signatures() {}

    static Message shortened(Message signed) {
        TSIGRecord full = signed.getTSIG();
        signed.removeAllRecords(Section.ADDITIONAL);
        byte[] shorter = Arrays.copyOf(full.getSignature(), full.getSignature().length - 1);
        signed.addRecord(
                new TSIGRecord(
                        full.getName(),
                        DClass.ANY,
                        0,
                        full.getAlgorithm(),
                        full.getTimeSigned(),
                        full.getFudge(),
                        shorter,
                        full.getOriginalID(),
                        full.getError(),
                        full.getOther()),
                Section.ADDITIONAL);
        return signed;
    }
}
