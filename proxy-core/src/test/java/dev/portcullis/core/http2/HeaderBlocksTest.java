package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.junit.jupiter.api.Test;

/// Decoded blocks: their order, and what one that is too large leaves behind.
class HeaderBlocksTest {

    private static final int NEWEST = 62;
    private static final String LARGE = "v".repeat(4000);

    private final HeaderBlocks blocks = new HeaderBlocks(Limits.DEFAULT);

    @Test
    void fields_stand_in_the_order_in_which_they_came() {
        HeaderList list = new Asked()
                .decoded(new Block()
                        .field("b", "1")
                        .field(":path", "/")
                        .field("a", "2")
                        .field(":method", "GET")
                        .field("b", "3")
                        .bytes());
        assertThat(list.toString()).containsSubsequence("b: 1", ":path: /", "a: 2", ":method: GET", "b: 3");
        assertThat(list.size()).isEqualTo(5);
    }

    @Test
    void a_block_that_is_too_large_still_updates_the_dynamic_table() throws Http2Exception {
        HeaderList large = decode(new Block()
                .field(Block.INDEXED, "large", LARGE)
                .entry(NEWEST, 20)
                .field(Block.INDEXED, "after", "kept")
                .bytes());
        HeaderList next = decode(new Block().entry(NEWEST, 1).bytes());

        assertThat(large.refusal()).isEqualTo(Refusal.HEAD_SIZE);
        assertThat(large.toString()).contains("large").doesNotContain("after");
        assertThat(next.refusal()).isNull();
        assertThat(next.name(0).toString()).isEqualTo("after");
        assertThat(next.value(0).toString()).isEqualTo("kept");
    }

    @Test
    void a_block_of_too_many_fields_still_updates_the_dynamic_table() throws Http2Exception {
        HeaderList many = decode(new Block()
                .field(Block.INDEXED, "a", "b")
                .entry(NEWEST, Limits.DEFAULT.headers())
                .field(Block.INDEXED, "after", "kept")
                .bytes());
        HeaderList next = decode(new Block().entry(NEWEST, 1).bytes());

        assertThat(many.refusal()).isEqualTo(Refusal.FIELD_COUNT);
        assertThat(next.name(0).toString()).isEqualTo("after");
    }

    /// CVE-2016-6581: a few bytes on the wire unfold to megabytes.
    @Test
    void an_entry_that_is_named_again_and_again_costs_no_memory() throws Http2Exception {
        HeaderList list = decode(
                new Block().field(Block.INDEXED, "x", LARGE).entry(NEWEST, 60).bytes());

        assertThat(list.refusal()).isEqualTo(Refusal.HEAD_SIZE);
        assertThat(list.listSize()).isLessThanOrEqualTo(Limits.DEFAULT.headerBytes());
        assertThat(list.count()).isLessThanOrEqualTo(16);
        for (int i = 1; i < list.count(); i++) {
            assertThat((Object) list.value(i)).isSameAs(list.value(0));
        }
    }

    @Test
    void a_block_that_unfolds_to_four_times_what_is_allowed_ends_the_connection() throws Http2Exception {
        int times = 4 * Limits.DEFAULT.headerBytes() / (LARGE.length() + 1 + 32);
        decode(new Block().field(Block.INDEXED, "x", LARGE).bytes());
        assertThat(decode(new Block().entry(NEWEST, times).bytes()).refusal()).isEqualTo(Refusal.HEAD_SIZE);

        ByteBuf bomb = new Block().entry(NEWEST, times + 1).bytes();
        Http2Exception broken = catchThrowableOfType(Http2Exception.class, () -> blocks.decodeHeaders(3, bomb));
        assertThat(broken.error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM);
        assertThat(broken).isNotInstanceOf(Http2Exception.StreamException.class);
    }

    private HeaderList decode(ByteBuf block) throws Http2Exception {
        return (HeaderList) blocks.decodeHeaders(1, block);
    }
}
