package dev.portcullis.rules.replay;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/// No bytes make a parser of logs fail in another way than with [BadLine].
class ReplayFuzzTest {

    @FuzzTest
    void own_log(FuzzedDataProvider data) {
        String line = data.consumeRemainingAsString();
        try {
            String again = OwnLog.write(OwnLog.read(line));
            if (!OwnLog.read(again).equals(OwnLog.read(line))) {
                throw new AssertionError("another observation comes back");
            }
        } catch (BadLine _) {
            // Said so.
        }
    }

    @FuzzTest
    void combined(FuzzedDataProvider data) {
        try {
            NginxCombined.read(data.consumeRemainingAsString());
        } catch (BadLine _) {
            // Said so.
        }
    }

    @FuzzTest
    void caddy(FuzzedDataProvider data) {
        try {
            CaddyJson.of(JsonLine.parse(data.consumeRemainingAsString()));
        } catch (BadLine _) {
            // Said so.
        }
    }

    @FuzzTest
    void any_format(FuzzedDataProvider data) throws BadLine {
        String line = data.consumeRemainingAsString();
        Optional<LogFormat> format = LogFormat.of(line);
        if (format.isPresent()) {
            format.get().read(line);
        }
    }
}
