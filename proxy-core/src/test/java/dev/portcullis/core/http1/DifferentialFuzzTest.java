package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.Refusal;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Two readers, one meaning: whatever our codec accepts, Netty's decoder reads as the very same messages.
///
/// Known differences, none of them about where a message ends: Netty keeps an absolute-form target as it is, drops
/// trailers that would frame, drops Transfer-Encoding where an answer may have no body, and puts a phrase of its
/// own where one has none.
class DifferentialFuzzTest {

    private static final int REQUESTS = 200_000;
    private static final int ANSWERS = 100_000;

    @Test
    void netty_reads_the_same_requests_wherever_ours_reads_any() {
        HostileText text = new HostileText(20_260_101);
        Map<Refusal, Integer> refusals = new EnumMap<>(Refusal.class);
        int accepted = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String bytes = text.requests();
            RequestRecorder ours =
                    RequestRecorder.inPieces(bytes, 1 + text.below(bytes.length()), bytes.length(), Limits.DEFAULT);
            if (ours.refusal() != null) {
                refusals.merge(ours.refusal(), 1, Integer::sum);
            }
            if (!ours.messages().isEmpty()) {
                accepted += ours.messages().size();
                String difference = difference(ours.messages(), NettyReading.ofRequests(bytes), ours.refusal() == null);
                assertThat(difference).as(() -> shown(bytes, difference)).isEmpty();
            }
        }
        assertThat(accepted).isGreaterThan(REQUESTS / 3);
        assertThat(refusals.keySet())
                .containsExactlyInAnyOrder(
                        Refusal.REQUEST_LINE,
                        Refusal.METHOD,
                        Refusal.VERSION,
                        Refusal.LINE_END,
                        Refusal.FOLDED_FIELD,
                        Refusal.FIELD_NAME,
                        Refusal.FIELD_VALUE,
                        Refusal.FIELD_UNDERSCORE,
                        Refusal.HOST,
                        Refusal.CONTENT_LENGTH,
                        Refusal.LENGTH_AND_ENCODING,
                        Refusal.TRANSFER_ENCODING,
                        Refusal.CHUNK,
                        Refusal.EXPECTATION,
                        Refusal.TARGET_FORM);
    }

    @Test
    void netty_reads_the_same_answers_wherever_ours_reads_any() {
        HostileText text = new HostileText(20_260_102);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < ANSWERS; i++) {
            String bytes = text.answer();
            boolean toHead = text.below(8) == 0;
            AnswerRecorder ours = AnswerRecorder.of(bytes, toHead, text.below(bytes.length() + 1));
            if (ours.refusal() != null) {
                refused++;
            }
            if (!ours.messages().isEmpty() && !resetsContent(ours)) {
                accepted++;
                String difference = difference(ours.messages(), NettyReading.ofAnswer(bytes, toHead), false);
                assertThat(difference).as(() -> shown(bytes, difference)).isEmpty();
            }
        }
        assertThat(accepted).isGreaterThan(ANSWERS / 4);
        assertThat(refused).isGreaterThan(ANSWERS / 4);
    }

    /// Netty takes a 205 to have no body whatever its framing says; RFC 9112 §6.3 knows no such exception.
    private static boolean resetsContent(AnswerRecorder answer) {
        return answer.head().status() == 205;
    }

    /// What the two disagree about; empty if nothing.
    ///
    /// @param all whether Netty may not have read more than ours
    static String difference(List<Message> ours, NettyReading netty, boolean all) {
        if (netty.messages().size() < ours.size() || (all && netty.messages().size() > ours.size())) {
            return "messages: " + ours.size() + ", by Netty " + netty.messages().size();
        }
        for (int i = 0; i < ours.size(); i++) {
            Message one = ours.get(i);
            Message other = netty.messages().get(i);
            if (!sameLine(one.line(), other.line())
                    || !(other.fields().equals(one.fields()) || other.fields().equals(withoutCoding(one)))
                    || !other.body().equals(one.body())
                    || !other.trailers().equals(plain(one.trailers()))) {
                return one + ", by Netty " + other;
            }
        }
        return "";
    }

    /// Netty drops Transfer-Encoding where an answer may have no body: to HEAD, 1xx, 204, 304.
    private static List<String> withoutCoding(Message answer) {
        boolean bodiless =
                Character.isDigit(answer.line().charAt(0)) && answer.body().isEmpty();
        return answer.fields().stream()
                .filter(field -> !bodiless || !field.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:"))
                .toList();
    }

    private static boolean sameLine(String ours, String netty) {
        boolean answer = Character.isDigit(ours.charAt(0));
        if (!answer) {
            return withoutAuthority(netty).equals(ours);
        }
        String reason = ours.substring(4).strip();
        return netty.startsWith(ours.substring(0, 4))
                && (reason.isEmpty() || netty.substring(4).strip().equals(reason));
    }

    private static String shown(String bytes, String difference) {
        return bytes.replace("\r", "\\r").replace("\n", "\\n") + " -> " + difference;
    }

    private static String withoutAuthority(String line) {
        int scheme = line.toLowerCase(Locale.ROOT).indexOf(" https://");
        int path = scheme < 0 ? -1 : line.indexOf('/', scheme + 9);
        return path < 0 ? line : line.substring(0, scheme + 1) + line.substring(path);
    }

    private static List<String> plain(List<String> trailers) {
        return trailers.stream()
                .filter(trailer -> {
                    String name = trailer.substring(0, trailer.indexOf(':')).toLowerCase(Locale.ROOT);
                    return !List.of("content-length", "transfer-encoding", "trailer")
                            .contains(name);
                })
                .toList();
    }
}
