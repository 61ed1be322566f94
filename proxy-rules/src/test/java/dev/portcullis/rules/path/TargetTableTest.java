package dev.portcullis.rules.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One line a target: what is sent (`§00` is the octet 0x00), then the violation, or `=` for "accepted as sent",
/// or `=` and the canonical path, then `~` and what was tolerated.
class TargetTableTest {

    private static final String TABLE = """
            /                                        =
            /api/webhook/abc                         =
            /api/webhook/abc/                        =
            /a.b/..c/c../...                         =
            /.well-known/change-password             =
            /.../x                                   =
            /.a                                      =
            /a.                                      =
            /a..                                     =
            /-._~!$&'()*+,=:@                        =
            /a|b^c[d]                                =
            /%41                                     = /A
            /%61%70%69/webhook/abc                   = /api/webhook/abc
            /api/webhook/ab%63                       = /api/webhook/abc
            /%7e%7Euser                              = /~~user
            /%2d%5f%2E%7ea                           = /-_.~a
            /%30%39                                  = /09
            /a%20b                                   =
            /a%2a                                    = /a%2A
            /a%2A                                    =
            /%21%24%26%27%28%29                      =
            /%3a%40                                  = /%3A%40
            /%3f                                     = /%3F
            /api/webhook/abc%3Fx                     =
            /api/webhook/abc%23x                     =
            /%7B%7D%3C%3E%22%60%7C%5E%5B%5D          =
            /%c3%a9                                  = /%C3%A9
            /%C3%A9                                  =
            /%C3%a9%41                               = /%C3%A9A
            /%E2%82%AC                               =
            /%F0%9F%8F%A0                            =
            /%F4%8F%BF%BF                            =
            /%ED%9F%BF%EE%80%80                      =
            /%C2%80                                  =
            /AC%EF%BC%8FDC%EF%BC%9B%EF%BC%8E.mp3     =
            /%EF%BC%8E%EF%BC%8E%EF%BC%8E/x           =
            /%20/%20a..                              =
            /%E2%80%A6/%E2%80%A4a                    =
            /100%25.png                              =
            /100%25                                  =
            /100%25/x                                =
            /50%2520off                              =
            /%25%41                                  = /%25A
            /%2541                                   =
            /%25zz                                   =
            /a%25b%25                                =
            /media/local/100%25%20d%C3%A9j%C3%A0.mp4 =
            /API/webhook/abc                         =
            /api/webhook                             =
            /api/webhookx                            =
            /x?                                      = /x
            /x?a=../..&b=%00%2F;//                   = /x
            /x?redirect=/api/%252e%252e/             = /x
            /x??                                     = /x
            /?/../                                   = /
            /x?a="<>{}|^`\\[]                        = /x
            /x?%                                     = /x
            /%41?%41                                 = /A
            .                                        not-origin-form
            *                                        not-origin-form
            api/webhook/abc                          not-origin-form
            http://example.org/api                   not-origin-form
            https://example.org                      not-origin-form
            example.org:443                          not-origin-form
            ?a=b                                     not-origin-form
            %2Fapi                                   not-origin-form
            \\api                                    not-origin-form
            §20/api                                  not-origin-form
            #                                        not-origin-form
            /.                                       dot-segment
            /..                                      dot-segment
            /./                                      dot-segment
            /../                                     dot-segment
            /a/.                                     dot-segment
            /a/..                                    dot-segment
            /a/./b                                   dot-segment
            /a/../b                                  dot-segment
            /a/..?x                                  dot-segment
            /a/.?x                                   dot-segment
            /%2e                                     dot-segment
            /%2E%2E                                  dot-segment
            /a/%2e%2e/b                              dot-segment
            /a/.%2e/b                                dot-segment
            /a/%2e./b                                dot-segment
            /a/%2e/b                                 dot-segment
            /%41/..                                  dot-segment
            /%EF%BC%8E%EF%BC%8E/x                    dot-segment
            /a/%EF%BC%8E.                            dot-segment
            /a/%EF%B9%92/b                           dot-segment
            /a/%E2%80%A5                             dot-segment
            /a/%E2%80%A4%2e?x                        dot-segment
            /a%EF%BC%8F..%EF%BC%8Fb                  dot-segment
            /a%EF%BC%BC%EF%BC%8E%EF%BC%BCb           dot-segment
            /a/..%EF%BC%9Bx                          dot-segment
            /a/..%EF%B9%94x                          dot-segment
            /a/..%EF%B9%A8x                          dot-segment
            /a%25EF%25BC%258F../b                    double-encoding
            /api/hassio_ingress/t/%EF%BC%8E%EF%BC%8E dot-segment
            /a/..%20                                 dot-segment
            /a/.%20/b                                dot-segment
            /a/%20%2e./b                             dot-segment
            /a/..%2520                               double-encoding
            /a/..%2e                                 = /a/...
            /api/webhook/..                          dot-segment
            /api/webhook/abc/../../config            dot-segment
            /a%2Fb                                   encoded-slash
            /a%2fb                                   encoded-slash
            /%2f                                     encoded-slash
            /a/..%2fb                                encoded-slash
            /api%2Fwebhook/abc                       encoded-slash
            /a%5cb                                   backslash
            /a%5Cb                                   backslash
            /a\\b                                    backslash
            /a/..\\b                                 backslash
            /..%5cx                                  backslash
            /\\                                      backslash
            /a%00                                    nul
            /a%00.png                                nul
            /a§00                                    nul
            /api/webhook/abc%00x                     nul
            /a%0a                                    control-byte
            /a%0D%0A                                 control-byte
            /a%09b                                   control-byte
            /a%1f                                    control-byte
            /a%7f                                    control-byte
            /a%7F                                    control-byte
            /a%01                                    control-byte
            /a§01                                    control-byte
            /a§09                                    control-byte
            /a§0a                                    control-byte
            /a§0d                                    control-byte
            /a§7f                                    control-byte
            /a§20b                                   control-byte
            /a§20                                    control-byte
            /%41§20                                  control-byte
            /a;b                                     semicolon
            /a;                                      semicolon
            /;                                       semicolon
            /a/..;/b                                 semicolon
            /a%3bb                                   semicolon
            /a%3B                                    semicolon
            /api/webhook/abc;x=y                     semicolon
            /%41;                                    semicolon
            //                                       empty-segment
            ///                                      empty-segment
            //a                                      empty-segment
            /a//                                     empty-segment
            /a//b                                    empty-segment
            /%61//b                                  empty-segment
            //example.org/api                        empty-segment
            /a//?x                                   empty-segment
            /%252e                                   double-encoding
            /%252e%252e/x                            double-encoding
            /a/.%252e/x                              double-encoding
            /a/%252e.                                double-encoding
            /a%252fb                                 double-encoding
            /a%252Fb                                 double-encoding
            /a%255cb                                 double-encoding
            /a%2500                                  double-encoding
            /a%250a                                  double-encoding
            /a%257f                                  double-encoding
            /a%253bb                                 double-encoding
            /a%25252fb                               double-encoding
            /a%25252525252fb                         double-encoding
            /a%25%32%66b                             double-encoding
            /a%2525%32fb                             double-encoding
            /%25%32%65                               double-encoding
            /a%25c0%25ae                             double-encoding
            /a%25C3                                  double-encoding
            /a%25ff                                  double-encoding
            /%25u002e%25u002e/                       double-encoding
            /a%25U002F                               double-encoding
            /100%25/%252e%252e                       double-encoding
            /a#                                      fragment
            /a#b                                     fragment
            /#                                       fragment
            /%41#                                    fragment
            /a?b#c                                   fragment
            /a?#                                     fragment
            /a%c0%ae                                 invalid-utf8
            /%c0%ae%c0%ae/                           invalid-utf8
            /%e0%80%ae                               invalid-utf8
            /%c0%af                                  invalid-utf8
            /%c1%9c                                  invalid-utf8
            /%e0%9f%bf                               invalid-utf8
            /%f0%80%80%ae                            invalid-utf8
            /%f0%8f%bf%bf                            invalid-utf8
            /%ed%a0%80                               invalid-utf8
            /%ed%bf%bf                               invalid-utf8
            /%f4%90%80%80                            invalid-utf8
            /%f5%80%80%80                            invalid-utf8
            /%80                                     invalid-utf8
            /%bf                                     invalid-utf8
            /%fe                                     invalid-utf8
            /%ff                                     invalid-utf8
            /%c3                                     invalid-utf8
            /%c3/%a9                                 invalid-utf8
            /%c3a%a9                                 invalid-utf8
            /%c3%41                                  invalid-utf8
            /%e2%82                                  invalid-utf8
            /%e2%82?x                                invalid-utf8
            /%f0%9f%8f/                              invalid-utf8
            /§c3§a9                                  raw-non-ascii
            /a§80                                    raw-non-ascii
            /a§ff                                    raw-non-ascii
            /%41§e2§80§ae                            raw-non-ascii
            /a?§c3§a9                                raw-non-ascii
            /%                                       malformed-percent
            /%2                                      malformed-percent
            /%2?                                     malformed-percent
            /a%zz                                    malformed-percent
            /a%2g                                    malformed-percent
            /a%g2                                    malformed-percent
            /%%32%65                                 malformed-percent
            /%%                                      malformed-percent
            /%u002e                                  malformed-percent
            /%u002e%u002e/                           malformed-percent
            /%uff0e                                  malformed-percent
            /%:0                                     malformed-percent
            /%+2f                                    malformed-percent
            /100%                                    malformed-percent
            /a"b                                     forbidden-character
            /a<b                                     forbidden-character
            /a>b                                     forbidden-character
            /a`b                                     forbidden-character
            /a{b                                     forbidden-character
            /a}b                                     forbidden-character
            /{%41}                                   forbidden-character
            /x?a§20b                                 control-byte
            /x?a§00                                  nul
            /x?a§0a                                  control-byte
            /x?a§7f                                  control-byte
            /api/hassio_ingress/tok/                 =
            /api/hassio_ingress/tok/a/b.js           =
            /api/hassio_ingress/tok/%41%2d           =
            /api/hassio_ingress/tok/%c3%a9           =
            /api/hassio_ingress/tok/a%25b            =
            /api/hassio_ingress/t-_9/a%2Fb           = ~ encoded-slash
            /api/hassio_ingress/tok/a%2fb%41         = ~ encoded-slash
            /api/hassio_ingress/tok/a;b%2F           = ~ semicolon
            /api/hassio_ingress/tok/a%3Bb            = ~ semicolon
            /api/hassio_ingress/tok/a%3bb            = ~ semicolon
            /api/hassio_ingress/tok//                = ~ empty-segment
            /api/hassio_ingress/tok/a//b             = ~ empty-segment
            /api/hassio_ingress/tok/a%252Fb          = ~ double-encoding
            /api/hassio_ingress/tok/a%25253Bb        = ~ double-encoding
            /api/hassio_ingress/tok/a;b?x=;          = /api/hassio_ingress/tok/a;b ~ semicolon
            /api/hassio_ingress/tok/..               dot-segment
            /api/hassio_ingress/tok/.                dot-segment
            /api/hassio_ingress/tok/a/../b           dot-segment
            /api/hassio_ingress/tok/%2e%2e/b         dot-segment
            /api/hassio_ingress/tok/%2e%2e;          dot-segment
            /api/hassio_ingress/tok/..;x             dot-segment
            /api/hassio_ingress/tok/.;x/b            dot-segment
            /api/hassio_ingress/tok/..%3bx           dot-segment
            /api/hassio_ingress/tok/a;../b           dot-segment
            /api/hassio_ingress/tok/a%2F..%2Fb       dot-segment
            /api/hassio_ingress/tok/a%2f..           dot-segment
            /api/hassio_ingress/tok/..%2Fb           dot-segment
            /api/hassio_ingress/tok/%2E.%2fb         dot-segment
            /api/hassio_ingress/tok//../b            dot-segment
            /api/hassio_ingress/tok/%252e%252e/b     double-encoding
            /api/hassio_ingress/tok/a%252F..         double-encoding
            /api/hassio_ingress/tok/..%252Fb         double-encoding
            /api/hassio_ingress/tok/..%253Bb         double-encoding
            /api/hassio_ingress/tok/a%255cb          double-encoding
            /api/hassio_ingress/tok/a%2500           double-encoding
            /api/hassio_ingress/tok/a%250a           double-encoding
            /api/hassio_ingress/tok/a/%25%32%65/b   double-encoding
            /api/hassio_ingress/tok/a%5Cb            backslash
            /api/hassio_ingress/tok/a\\b             backslash
            /api/hassio_ingress/tok/a%00             nul
            /api/hassio_ingress/tok/a%0a             control-byte
            /api/hassio_ingress/tok/a%ff             invalid-utf8
            /api/hassio_ingress/tok/a%c3             invalid-utf8
            /api/hassio_ingress/tok/%c0%ae           invalid-utf8
            /api/hassio_ingress/tok/a#b              fragment
            /api/hassio_ingress/tok/a%zz             malformed-percent
            /api/hassio_ingress/tok/a§e9             raw-non-ascii
            /api/hassio_ingress/tok/a§20b            control-byte
            /api/hassio_ingress/tok/a<b              forbidden-character
            /api/hassio_ingress/tok/a?§20            control-byte
            /api/hassio_ingress/                     =
            /api/hassio_ingress/tok                  =
            /api/hassio_ingress//a%2Fb               empty-segment
            /api/hassio_ingress/tok;a                semicolon
            /api/hassio_ingress/tok%2Fa              encoded-slash
            /api/hassio_ingress/t.k/a%2Fb            encoded-slash
            /api/hassio_ingress/t%6Fk/a%2Fb          encoded-slash
            /api/hassio%5fingress/tok/a%2Fb          encoded-slash
            /api/hassio_ingres/tok/a%2Fb             encoded-slash
            /API/hassio_ingress/tok/a%2Fb            encoded-slash
            /api/hassio_ingress/../tok/              dot-segment
            /api/hassio_ingress?/tok/a%2Fb           = /api/hassio_ingress
            /api/hassio_ingress/tok?/a%2Fb           = /api/hassio_ingress/tok
            """;

    static Stream<List<String>> rows() {
        return TABLE.lines().map(line -> {
            int gap = line.indexOf(' ');
            return List.of(line.substring(0, gap), line.substring(gap).strip());
        });
    }

    static byte[] octets(String notation) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < notation.length(); i++) {
            if (notation.charAt(i) == '§') {
                octets.write(Integer.parseInt(notation, i + 1, i + 3, 16));
                i += 2;
            } else {
                octets.write(notation.charAt(i));
            }
        }
        return octets.toByteArray();
    }

    private static String describe(byte[] octets, Target target) {
        return switch (target) {
            case Target.Refused refused -> refused.violation().code();
            case Target.Accepted accepted -> {
                NormalPath path = accepted.path();
                String sent = new String(octets, StandardCharsets.ISO_8859_1);
                String text = path.value().equals(sent) ? "=" : "= " + path.value();
                yield text + path.tolerated().map(v -> " ~ " + v.code()).orElse("");
            }
        };
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_target_has_one_reading_or_none(List<String> row) {
        byte[] octets = octets(row.get(0));

        assertThat(describe(octets, Target.parse(octets, 0, octets.length))).isEqualTo(row.get(1));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void reads_the_same_in_the_middle_of_a_larger_buffer(List<String> row) {
        byte[] octets = octets(row.get(0));
        byte[] buffer = new byte[octets.length + 20];
        Arrays.fill(buffer, (byte) '/');
        System.arraycopy(octets, 0, buffer, 7, octets.length);

        assertThat(describe(octets, Target.parse(buffer, 7, 7 + octets.length))).isEqualTo(row.get(1));
    }

    @Test
    void the_table_knows_every_violation() {
        Set<PathViolation> seen = EnumSet.noneOf(PathViolation.class);
        for (List<String> row : rows().toList()) {
            byte[] octets = octets(row.get(0));
            if (Target.parse(octets, 0, octets.length) instanceof Target.Refused refused) {
                seen.add(refused.violation());
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(PathViolation.values());
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(150);
    }
}
