package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http1.Message;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// What stands in a head that was accepted.
class RequestFieldsTest {

    private static final String TUNNEL = "*-:method ;; :method=CONNECT ;; :protocol=websocket";

    @Test
    void a_request_is_what_http_1_would_have_made_of_it() throws BadMessage {
        RequestHead head = new Asked()
                .open(":authority=Home.Test:8443 ;; :path=/a?b=c ;; :scheme=https ;; :method=POST ;; x=y"
                        + " ;; content-length=3 ;; host=home.test:8443 ;; z=");

        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/a?b=c");
        assertThat(head.host()).isEqualTo("home.test");
        assertThat(head.authority()).isEqualTo("Home.Test:8443");
        assertThat(head.body()).isEqualTo(RequestHead.Body.LENGTH);
        assertThat(head.contentLength()).isEqualTo(3);
        assertThat(head.upgrade()).isEqualTo(RequestHead.Upgrade.NONE);
        assertThat(Message.texts(head.fields())).containsExactly("x: y", "content-length: 3", "z: ");
        assertThat(head.fields().name(1)).isEqualTo(FieldName.CONTENT_LENGTH);
    }

    @Test
    void the_body_ends_by_its_length_or_with_the_stream() throws BadMessage {
        assertThat(new Asked().open("*").body()).isEqualTo(RequestHead.Body.CHUNKED);
        assertThat(new Asked().ended("*").body()).isEqualTo(RequestHead.Body.NONE);
        assertThat(new Asked().ended("* ;; content-length=0").hasBody()).isFalse();
        assertThat(new Asked().open("* ;; content-length=7").contentLength()).isEqualTo(7);
    }

    @Test
    void common_methods_and_repeated_hosts_are_no_new_strings() throws BadMessage {
        Asked asked = new Asked();
        Block block = new Block()
                .raw("82 87 84")
                .field(Block.INDEXED, ":authority", "home.test")
                .field("x", "y");
        String method = asked.open(block.bytes()).method();
        String authority = asked.open(new Block().raw("82 87 84 be").bytes()).authority();

        assertThat(method).isSameAs("GET");
        assertThat(authority).isEqualTo("home.test");
        assertThat(asked.open(new Block().raw("82 87 84 be").bytes()).authority())
                .isSameAs(authority);
    }

    @Test
    void rfc_9113_section_8_2_3_cookie_crumbs_become_one_cookie_in_the_place_of_the_first() throws BadMessage {
        Fields fields = new Asked()
                .open("* ;; a=1 ;; cookie=b ;; c=2 ;; cookie=d=e ;; cookie=f")
                .fields();

        assertThat(Message.texts(fields)).containsExactly("a: 1", "cookie: b; d=e; f", "c: 2");
        assertThat(fields.name(1)).isEqualTo(FieldName.COOKIE);
    }

    @Test
    void a_copy_of_a_head_with_joined_crumbs_keeps_all_of_its_bytes() throws BadMessage {
        RequestHead head = new Asked().open("* ;; cookie=b ;; c=2 ;; cookie=d");
        assertThat(Message.texts(head.copy().fields())).containsExactly("cookie: b; d", "c: 2");
        assertThat(head.copy().target()).isEqualTo("/");
    }

    @Test
    void rfc_8441_section_4_connect_becomes_a_get_that_asks_for_a_websocket_with_a_key_of_ours() throws BadMessage {
        RequestHead head = new Asked().open(TUNNEL + " ;; sec-websocket-key=theirs ;; sec-websocket-version=13 ;; a=b");

        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.upgrade()).isEqualTo(RequestHead.Upgrade.WEBSOCKET);
        assertThat(head.body()).isEqualTo(RequestHead.Body.NONE);
        assertThat(Message.texts(head.fields()).subList(0, 2)).containsExactly("sec-websocket-version: 13", "a: b");
        assertThat(head.fields().count()).isEqualTo(3);
        String key = head.fields().first(FieldName.SEC_WEBSOCKET_KEY);
        assertThat(key).hasSize(24).isNotEqualTo("theirs");
        assertThat(Base64.getDecoder().decode(key)).hasSize(16);
    }

    @Test
    void each_tunnel_has_another_key() throws BadMessage {
        Asked asked = new Asked();
        String first = asked.open(TUNNEL).fields().first(FieldName.SEC_WEBSOCKET_KEY);
        assertThat(asked.open(TUNNEL).fields().first(FieldName.SEC_WEBSOCKET_KEY))
                .isNotEqualTo(first);
    }

    @Test
    void a_key_without_a_tunnel_is_a_field_like_any_other() throws BadMessage {
        assertThat(new Asked().open("* ;; sec-websocket-key=x").fields().first(FieldName.SEC_WEBSOCKET_KEY))
                .isEqualTo("x");
    }

    @Test
    void a_path_may_be_as_long_as_limits_request_line() throws BadMessage {
        Limits limits = new Limits(10, 4096, 100, 10);
        String path = "*-:path ;; :path=/" + "x".repeat(99);
        assertThat(new Asked(limits).open(path).target()).hasSize(100);
        assertThat(refusal(limits, path + "x")).isEqualTo(Refusal.REQUEST_LINE_SIZE);
    }

    @Test
    void fields_beyond_limits_headers_are_refused_pseudo_header_fields_not_counted() throws BadMessage {
        Limits limits = new Limits(10, 4096, 100, 10);
        assertThat(new Asked(limits).open("*" + " ;; x=y".repeat(10)).fields().count())
                .isEqualTo(10);
        assertThat(refusal(limits, "*" + " ;; x=y".repeat(11))).isEqualTo(Refusal.FIELD_COUNT);
    }

    @Test
    void rfc_9113_section_6_5_2_a_list_may_be_as_large_as_limits_header_bytes() throws BadMessage {
        int pseudo = 4 * 32 + ":methodGET:schemehttps:authorityhome.test:path/".length();
        Limits limits = new Limits(10, pseudo + 32 + 101, 4096, 10);
        String list = "* ;; x=" + "y".repeat(100);
        assertThat(new Asked(limits).open(list).fields().count()).isOne();
        assertThat(refusal(limits, list + "y")).isEqualTo(Refusal.HEAD_SIZE);
    }

    @Test
    void trailers_keep_their_order_and_are_bounded_too() throws BadMessage {
        Limits limits = new Limits(10, 4096, 100, 2);
        assertThat(Message.texts(new Asked(limits).trailers("b=1 ;; a=2"))).containsExactly("b: 1", "a: 2");
        BadMessage bad = catchThrowableOfType(BadMessage.class, () -> new Asked(limits).trailers("b=1 ;; a=2 ;; c=3"));
        assertThat(bad.refusal()).isEqualTo(Refusal.FIELD_COUNT);
    }

    @Test
    void a_space_that_had_to_grow_for_a_head_is_not_kept() throws BadMessage {
        HeadSpaces spaces = new HeadSpaces();
        HeadSpace small = spaces.take();
        HeadSpace grown = spaces.take();
        new Asked().in(small).open("* ;; x=y");
        String value = new Asked()
                .in(grown)
                .open("* ;; x=" + "y".repeat(20_000))
                .fields()
                .value(0);
        assertThat(value).hasSize(20_000);

        spaces.give(small);
        spaces.give(grown);

        assertThat(spaces.take()).isSameAs(small);
        assertThat(spaces.take()).isNotSameAs(grown);
    }

    @Test
    void nothing_of_the_head_before_is_left_in_a_space() throws BadMessage {
        HeadSpace space = new HeadSpace(4096);
        new Asked().in(space).open("*-:path ;; :path=/a/long/path ;; a=b ;; c=d");
        RequestHead head = new Asked().in(space).open("* ;; e=f");
        assertThat(head.target()).isEqualTo("/");
        assertThat(Message.texts(head.fields())).containsExactly("e: f");
    }

    private static Refusal refusal(Limits limits, String list) {
        return catchThrowableOfType(BadMessage.class, () -> new Asked(limits).open(list))
                .refusal();
    }
}
