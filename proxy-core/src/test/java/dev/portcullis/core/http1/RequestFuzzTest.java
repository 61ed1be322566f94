package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.core.Mutations;
import dev.portcullis.core.ProxyConfig.Limits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Heads, bodies and chunks of a connection: read the same however they arrive, and as Netty reads them.
///
/// A normal build runs seeds and changes of them; `bench/fuzz` looks for more.
class RequestFuzzTest {

    @Test
    void changes_of_seeds() {
        Mutations.of(RequestFuzzTest.class, "any_connection", "request.dict").each(25_000, this::any_connection);
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "request.dict")
    void any_connection(byte[] octets) {
        String bytes = new String(octets, StandardCharsets.ISO_8859_1);
        RequestRecorder whole = RequestRecorder.of(bytes);
        RequestRecorder pieces = RequestRecorder.inPieces(bytes, 1, 3, Limits.DEFAULT);
        assertThat(pieces.messages()).isEqualTo(whole.messages());
        assertThat(pieces.refusal()).isEqualTo(whole.refusal());
        for (Message message : whole.messages()) {
            assertThat(message.line()).matches("[A-Z-]{1,24} /[^\\x00- \\x7f]* [01]");
        }
        if (!whole.messages().isEmpty()) {
            NettyReading netty = NettyReading.ofRequests(bytes);
            assertThat(DifferentialFuzzTest.difference(whole.messages(), netty, false))
                    .isEmpty();
        }
    }
}
