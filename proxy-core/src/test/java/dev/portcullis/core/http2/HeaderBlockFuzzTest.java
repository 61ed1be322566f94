package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.RequestHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Random;

/// Whatever two blocks one connection sends, each is a clean request, is refused, or ends the connection.
class HeaderBlockFuzzTest {

    private static final Limits LIMITS = new Limits(10, 2048, 512, 20);

    /// The first byte says where the second block begins and whether the streams end.
    @FuzzTest
    void two_blocks(byte[] input) {
        if (input.length == 0) {
            return;
        }
        HeaderBlocks blocks = new HeaderBlocks(LIMITS);
        int border = Math.min(input.length, 1 + (input[0] & 0x7F));
        boolean ends = input[0] < 0;
        if (read(blocks, input, 1, border, ends)) {
            boolean _ = read(blocks, input, border, input.length, ends);
        }
    }

    /// Whether the connection lives on.
    private static boolean read(HeaderBlocks blocks, byte[] input, int from, int to, boolean ends) {
        RequestFields requests = new RequestFields(LIMITS, new Random(1));
        try {
            Http2Headers block = blocks.decodeHeaders(1, Unpooled.wrappedBuffer(input, from, to - from));
            try {
                assertClean(requests.head(block, ends, new HeadSpace(64)));
            } catch (BadMessage bad) {
                assertThat(bad.refusal().status()).isIn(400, 414, 417, 431);
            }
            return true;
        } catch (Http2Exception broken) {
            assertThat(broken).isNotInstanceOf(Http2Exception.StreamException.class);
            assertThat(broken.error()).isIn(Http2Error.COMPRESSION_ERROR, Http2Error.ENHANCE_YOUR_CALM);
            return false;
        }
    }

    private static void assertClean(RequestHead head) {
        assertThat(head.method()).matches("[A-Z-]{1,24}");
        assertThat(head.target()).startsWith("/").doesNotContainAnyWhitespaces();
        assertThat(head.host()).isNotEmpty();
        Fields fields = head.fields();
        assertThat(fields.count()).isLessThanOrEqualTo(LIMITS.headers() + 1);
        assertThat(fields.octets().length).isLessThanOrEqualTo(2 * LIMITS.headerBytes());
        for (int i = 0; i < fields.count(); i++) {
            assertThat(fields.nameTo(i)).isGreaterThan(fields.nameFrom(i));
            assertThat(fields.value(i)).doesNotContain("\r", "\n", "\0");
        }
    }
}
