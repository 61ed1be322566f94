package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request's fields may be, one row a rule; [Asked] tells how a row is read.
class RequestFieldsTableTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            * ;; x=y                            | OK
            * ;; !#$%&'*+-.^_~9a=y              | OK
            * ;; X=y                            | FIELD_NAME
            * ;; xY=y                           | FIELD_NAME
            * ;; Host=home.test                 | FIELD_NAME
            * ;; Cookie=a                       | FIELD_NAME
            * ;; Content-Length=3               | FIELD_NAME
            * ;; =y                             | FIELD_NAME
            * ;; =                              | FIELD_NAME
            * ;; x\\s=y                         | FIELD_NAME
            * ;; \\sx=y                         | FIELD_NAME
            * ;; x y=z                          | FIELD_NAME
            * ;; x:=y                           | FIELD_NAME
            * ;; x:y=z                          | FIELD_NAME
            * ;; x\\r=y                         | FIELD_NAME
            * ;; x\\n=y                         | FIELD_NAME
            * ;; x\\0=y                         | FIELD_NAME
            * ;; x\\t=y                         | FIELD_NAME
            * ;; x\\x7f=y                       | FIELD_NAME
            * ;; x\\xe9=y                       | FIELD_NAME
            * ;; x(=y                           | FIELD_NAME
            * ;; x\\x3d=y                       | FIELD_NAME
            * ;; x\\r\\nhost: other.test\\r\\n=y | FIELD_NAME
            * ;; content_length=3               | FIELD_UNDERSCORE
            * ;; transfer_encoding=chunked      | FIELD_UNDERSCORE
            * ;; x_forwarded_for=192.0.2.1      | FIELD_UNDERSCORE
            * ;; x_y=z                          | OK
            """)
    void rfc_9113_section_8_2_1_names_are_lower_case_tokens(String list, String expected) {
        assertThat(open(list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            * ;; x=                             | OK
            * ;; x=a\\tb c                      | OK
            * ;; x=\\x80\\xff                   | OK
            * ;; x=\\sy                         | FIELD_VALUE
            * ;; x=y\\s                         | FIELD_VALUE
            * ;; x=\\ty                         | FIELD_VALUE
            * ;; x=y\\t                         | FIELD_VALUE
            * ;; x=\\s                          | FIELD_VALUE
            * ;; x=\\0                          | FIELD_VALUE
            * ;; x=a\\0b                        | FIELD_VALUE
            * ;; x=a\\rb                        | FIELD_VALUE
            * ;; x=a\\nb                        | FIELD_VALUE
            * ;; x=a\\r\\nb                     | FIELD_VALUE
            * ;; x=y\\r\\n\\r\\nGET / HTTP/1.1  | FIELD_VALUE
            * ;; x=\\x01                        | FIELD_VALUE
            * ;; x=\\x0b                        | FIELD_VALUE
            * ;; x=\\x1f                        | FIELD_VALUE
            * ;; x=\\x7f                        | FIELD_VALUE
            * ;; cookie=a ;; cookie=b\\n        | FIELD_VALUE
            * ;; host=home.test\\s              | FIELD_VALUE
            *-:path ;; :path=/\\r\\nx           | FIELD_VALUE
            *-:path ;; :path=/\\0               | FIELD_VALUE
            *-:path ;; :path=/\\s               | FIELD_VALUE
            *-:path ;; :path=\\s/               | FIELD_VALUE
            *-:method ;; :method=GET\\r\\nX     | FIELD_VALUE
            *-:method ;; :method=\\sGET         | FIELD_VALUE
            *-:authority ;; :authority=a\\0     | FIELD_VALUE
            *-:authority ;; :authority=a\\s     | FIELD_VALUE
            *-:scheme ;; :scheme=https\\n       | FIELD_VALUE
            """)
    void rfc_9113_section_8_2_1_values_hold_no_control_bytes_nor_white_space_around(String list, String expected) {
        assertThat(open(list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            * ;; connection=close               | CONNECTION_FIELD
            * ;; connection=                    | CONNECTION_FIELD
            * ;; connection=x ;; x=y            | CONNECTION_FIELD
            * ;; keep-alive=timeout\\x3d5       | CONNECTION_FIELD
            * ;; proxy-connection=keep-alive    | CONNECTION_FIELD
            * ;; transfer-encoding=chunked      | CONNECTION_FIELD
            * ;; transfer-encoding=identity     | CONNECTION_FIELD
            * ;; upgrade=websocket              | CONNECTION_FIELD
            * ;; upgrade=h2c                    | CONNECTION_FIELD
            * ;; http2-settings=AAMAAABk        | CONNECTION_FIELD
            * ;; te=trailers                    | OK
            * ;; te=gzip                        | CONNECTION_FIELD
            * ;; te=trailers, gzip              | CONNECTION_FIELD
            * ;; te=                            | CONNECTION_FIELD
            * ;; te=trailers ;; te=chunked      | CONNECTION_FIELD
            * ;; trailer=x                      | OK
            """)
    void rfc_9113_section_8_2_2_nothing_speaks_of_one_connection(String list, String expected) {
        assertThat(open(list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x=y ;; *                            | PSEUDO_FIELD
            *-:path ;; x=y ;; :path=/           | PSEUDO_FIELD
            * ;; x=y ;; :method=GET             | PSEUDO_FIELD
            * ;; x=y ;; :status=200             | PSEUDO_FIELD
            * ;; x=y ;; :new=z                  | PSEUDO_FIELD
            * ;; x=y ;; :=z                     | PSEUDO_FIELD
            * ;; :method=GET                    | PSEUDO_FIELD
            * ;; :method=POST                   | PSEUDO_FIELD
            * ;; :path=/                        | PSEUDO_FIELD
            * ;; :path=/other                   | PSEUDO_FIELD
            * ;; :scheme=https                  | PSEUDO_FIELD
            * ;; :authority=home.test           | PSEUDO_FIELD
            * ;; :status=200                    | PSEUDO_FIELD
            * ;; :new=z                         | PSEUDO_FIELD
            * ;; :=z                            | PSEUDO_FIELD
            *-:path ;; :Path=/                  | PSEUDO_FIELD
            *-:method ;; :METHOD=GET            | PSEUDO_FIELD
            *-:path ;; :path\\s=/               | PSEUDO_FIELD
            `` | PSEUDO_FIELD
            """)
    void rfc_9113_section_8_3_pseudo_header_fields_come_first_and_once(String list, String expected) {
        assertThat(open(list == null ? "" : list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            *                                   | OK
            :path=/ ;; :authority=home.test ;; :scheme=https ;; :method=GET | OK
            *-:method                           | PSEUDO_FIELD
            *-:scheme                           | PSEUDO_FIELD
            *-:path                             | PSEUDO_FIELD
            *-:authority                        | PSEUDO_FIELD
            *-:authority ;; host=home.test      | PSEUDO_FIELD
            *-:method ;; :method=               | PSEUDO_FIELD
            *-:scheme ;; :scheme=               | PSEUDO_FIELD
            *-:path ;; :path=                   | PSEUDO_FIELD
            *-:authority ;; :authority=         | PSEUDO_FIELD
            *-:scheme ;; :scheme=http           | PSEUDO_FIELD
            *-:scheme ;; :scheme=HTTPS          | PSEUDO_FIELD
            *-:scheme ;; :scheme=https://x/     | PSEUDO_FIELD
            *-:method ;; :method=M-SEARCH       | OK
            *-:method ;; :method=get            | METHOD
            *-:method ;; :method=G T            | METHOD
            *-:method ;; :method=GET1           | METHOD
            *-:method ;; :method=GET /x HTTP/1.1 | METHOD
            *-:method ;; :method=G\\xc9T        | METHOD
            *-:method ;; :method=ABCDEFGHIJKLMNOPQRSTUVWX  | OK
            *-:method ;; :method=ABCDEFGHIJKLMNOPQRSTUVWXY | METHOD
            *-:path ;; :path=//x?y              | OK
            *-:path ;; :path=/\\xc3\\xa9        | OK
            *-:path ;; :path=*                  | TARGET_FORM
            *-:path ;; :path=x                  | TARGET_FORM
            *-:path ;; :path=?x                 | TARGET_FORM
            *-:path ;; :path=https://home.test/ | TARGET_FORM
            *-:path ;; :path=/a b               | TARGET_FORM
            *-:path ;; :path=/a\\tb             | TARGET_FORM
            *-:path ;; :path=/ HTTP/1.1         | TARGET_FORM
            """)
    void rfc_9113_section_8_3_1_a_request_has_method_scheme_authority_and_path(String list, String expected) {
        assertThat(open(list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            *-:authority ;; :authority=home.test:8443    | OK
            *-:authority ;; :authority=[2001:db8::1]:443 | OK
            *-:authority ;; :authority=user@home.test    | HOST
            *-:authority ;; :authority=user:x@home.test  | HOST
            *-:authority ;; :authority=home.test/x       | HOST
            *-:authority ;; :authority=home.test?x       | HOST
            *-:authority ;; :authority=home.test\\x23x   | HOST
            *-:authority ;; :authority=a,b               | HOST
            *-:authority ;; :authority=a b               | HOST
            *-:authority ;; :authority=home.test:        | HOST
            *-:authority ;; :authority=home.test:0       | HOST
            *-:authority ;; :authority=home.test:65536   | HOST
            *-:authority ;; :authority=[::1              | HOST
            *-:authority ;; :authority=h\\xf6me.test     | HOST
            * ;; host=home.test                          | OK
            * ;; host=HOME.Test                          | OK
            * ;; host=other.test                         | HOST
            * ;; host=home.test:443                      | HOST
            * ;; host=home.test.                         | HOST
            * ;; host=                                   | HOST
            * ;; host=home.test ;; host=home.test        | HOST
            * ;; host=home.test ;; host=other.test       | HOST
            """)
    void rfc_9113_section_8_3_1_the_host_is_the_authority(String list, String expected) {
        assertThat(open(list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            * ;; content-length=3                       | OK              | CONTENT_LENGTH
            * ;; content-length=0                       | OK              | OK
            * ;; content-length=                        | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=03                      | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=00                      | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=+3                      | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=-1                      | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=0x3                     | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=3, 3                    | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=9999999999999999999     | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=3 ;; content-length=3   | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; content-length=0 ;; content-length=0   | CONTENT_LENGTH  | CONTENT_LENGTH
            * ;; x=y                                    | OK              | OK
            """)
    void rfc_9113_section_8_1_1_one_plain_content_length_and_none_but_0_without_a_body(
            String list, String open, String ended) {
        assertThat(open(list)).isEqualTo(open);
        assertThat(ended(list)).isEqualTo(ended);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            * ;; expect=100-continue                        | OK
            * ;; expect=100-Continue                        | OK
            * ;; expect=200-ok                              | EXPECTATION
            * ;; expect=                                    | EXPECTATION
            * ;; expect=100-continue ;; expect=100-continue | EXPECTATION
            """)
    void rfc_9110_section_10_1_1_no_other_expectation_than_100_continue(String list, String expected) {
        assertThat(open(list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            :method=CONNECT ;; :authority=home.test:443                      | TARGET_FORM     | TARGET_FORM
            *-:method ;; :method=CONNECT                                     | TARGET_FORM     | TARGET_FORM
            * ;; :protocol=websocket                                         | PSEUDO_FIELD    | PSEUDO_FIELD
            *-:method ;; :method=connect ;; :protocol=websocket              | PSEUDO_FIELD    | PSEUDO_FIELD
            *-:method ;; :method=CONNECT ;; :protocol=websocket              | OK              | UPGRADE
            *-:method ;; :method=CONNECT ;; :protocol=websockets             | UPGRADE         | UPGRADE
            *-:method ;; :method=CONNECT ;; :protocol=connect-udp            | UPGRADE         | UPGRADE
            *-:method ;; :method=CONNECT ;; :protocol=h2c                    | UPGRADE         | UPGRADE
            *-:method ;; :method=CONNECT ;; :protocol=                       | UPGRADE         | UPGRADE
            *-:method ;; :method=CONNECT ;; :protocol=websocket ;; :protocol=websocket | PSEUDO_FIELD | PSEUDO_FIELD
            *-:method ;; :method=CONNECT ;; :protocol=websocket ;; content-length=0 | CONTENT_LENGTH | UPGRADE
            *-:method ;; :method=CONNECT ;; :protocol=websocket ;; upgrade=websocket | CONNECTION_FIELD | UPGRADE
            :method=CONNECT ;; :protocol=websocket ;; :authority=home.test   | PSEUDO_FIELD    | PSEUDO_FIELD
            :method=CONNECT ;; :protocol=websocket ;; :authority=home.test ;; :path=/ | PSEUDO_FIELD | PSEUDO_FIELD
            """)
    void rfc_8441_section_4_connect_is_for_websockets_only(String list, String open, String ended) {
        assertThat(open(list)).isEqualTo(open);
        assertThat(ended(list)).isEqualTo(ended);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x=y ;; z=                           | OK
            `` | OK
            content-length=3                    | OK
            :path=/                             | PSEUDO_FIELD
            :status=200                         | PSEUDO_FIELD
            x=y ;; :path=/                      | PSEUDO_FIELD
            X=y                                 | FIELD_NAME
            x\\r\\n=y                           | FIELD_NAME
            x=y\\r\\n                           | FIELD_VALUE
            x=\\sy                              | FIELD_VALUE
            connection=close                    | CONNECTION_FIELD
            transfer-encoding=chunked           | CONNECTION_FIELD
            te=gzip                             | CONNECTION_FIELD
            content_length=3                    | FIELD_UNDERSCORE
            """)
    void rfc_9113_section_8_1_trailers_are_fields_and_nothing_else(String list, String expected) {
        assertThat(outcome(() -> new Asked().trailers(list == null ? "" : list).count()))
                .isEqualTo(expected);
    }

    private static String open(String list) {
        return outcome(() -> stands(new Asked().open(list)));
    }

    private static String ended(String list) {
        return outcome(() -> stands(new Asked().ended(list)));
    }

    private static int stands(RequestHead head) {
        assertThat(head.minorVersion()).isOne();
        assertThat(head.keepAlive()).isTrue();
        assertThat(head.fields().first("host")).isNull();
        assertThat(head.target()).startsWith("/");
        return head.fields().count();
    }

    private static String outcome(Reading reading) {
        try {
            assertThat(reading.count()).isNotNegative();
            return "OK";
        } catch (BadMessage bad) {
            assertThat(bad.refusal().status()).isIn(400, 414, 417, 431);
            return Refusal.valueOf(bad.refusal().name()).name();
        }
    }

    private interface Reading {
        int count() throws BadMessage;
    }
}
