package dev.portcullis.core.smuggling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.smuggling.Answer.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Whatever an upstream sends, each client gets its own answer or is told that there is none.
class AnswersTest {

    private static final String OWN = "own-";

    /// What is asked for by a number is that answer; everything else is answered with what it asked for.
    private static void serve(List<Answer> answers, ScriptedUpstream.Request request) throws IOException {
        String query = request.target().substring(request.target().indexOf('?') + 1);
        if (query.startsWith(OWN)) {
            request.write("HTTP/1.1 200 OK\r\nContent-Length: " + query.length() + "\r\n\r\n" + query);
        } else {
            request.write(answers.get(Integer.parseInt(query)).octets());
        }
    }

    private static String get(String query) {
        return Case.head("GET " + Case.PATH + "?" + query + " HTTP/1.1");
    }

    /// What is wrong, for each answer.
    private static List<String> wrong(List<Answer> answers, IntFunction<Door> doors) throws IOException {
        List<String> wrong = new ArrayList<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(request -> serve(answers, request));
                Door door = doors.apply(upstream.port());
                Link other = door.open()) {
            for (int i = 0; i < answers.size(); i++) {
                String received;
                try (Link link = door.open()) {
                    link.write(get(Integer.toString(i)));
                    link.endOutput();
                    received = link.readToEnd();
                }
                if (!isAsMeant(answers.get(i).fate(), received)) {
                    wrong.add(answers.get(i) + ": its client got \"" + Escaped.text(received) + '"');
                }
                for (String own : List.of(OWN + i + "-a", OWN + i + "-b")) {
                    other.write(get(own));
                    String answer = other.readAnswer();
                    if (!answer.startsWith("HTTP/1.1 200 ") || !answer.endsWith("\r\n\r\n" + own)) {
                        wrong.add(answers.get(i) + ": another client got \"" + Escaped.text(answer) + '"');
                    }
                }
            }
        }
        return wrong;
    }

    private static boolean isAsMeant(Fate fate, String received) {
        boolean clean = !received.contains(Answer.POISON);
        return switch (fate) {
            case REFUSED -> clean && received.contains("HTTP/1.1 502 ") && !received.contains("HTTP/1.1 200");
            case CUT -> clean && !received.contains("\r\n0\r\n");
            case PASSED -> clean && received.contains("HTTP/1.1 200") && received.contains("fine");
        };
    }

    @Test
    void no_byte_of_one_answer_reaches_another_client() throws IOException {
        assertThat(wrong(Answer.all(), ProxyDoor::new)).isEmpty();
        assertThat(Answer.all()).hasSizeGreaterThanOrEqualTo(80);
    }

    @Test
    void a_naive_relay_is_caught_handing_answers_to_others() throws IOException {
        List<String> wrong =
                wrong(Answer.all().subList(60, 75), port -> NaiveRelay.before(port, NaiveRelay.Trust.LENGTH));

        assertThat(wrong).anyMatch(each -> each.contains("another client got") && each.contains(Answer.POISON));
    }

    @Test
    void an_answer_before_the_end_of_its_request_leaves_nothing_for_the_next() throws Exception {
        AtomicInteger first = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(request -> {
                    if (first.getAndIncrement() == 0) {
                        request.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nearly");
                        request.readToEnd();
                        ended.countDown();
                    } else {
                        request.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                    }
                });
                Door door = new ProxyDoor(upstream.port());
                Link eager = door.open();
                Link next = door.open()) {
            String body = get("smuggled");
            eager.write(Case.head("POST " + Case.PATH + " HTTP/1.1", "Content-Length: " + 2 * body.length()) + body);
            String early = eager.readAnswer();
            ended.await();
            eager.write(body);
            next.write(get("next"));

            assertThat(early).startsWith("HTTP/1.1 413 ").endsWith("early");
            assertThat(next.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("late");
            assertThat(upstream.targets()).containsExactly(Case.PATH, Case.PATH + "?next");
        }
    }

    @Test
    void what_comes_after_an_answer_unasked_reaches_nobody() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(request -> {
                    int number = requests.getAndIncrement();
                    request.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nn" + number);
                    if (number == 0) {
                        answered.await();
                        request.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n" + Answer.POISON);
                        request.readToEnd();
                        ended.countDown();
                    }
                });
                Door door = new ProxyDoor(upstream.port());
                Link one = door.open();
                Link two = door.open()) {
            one.write(get("one"));
            String first = one.readAnswer();
            answered.countDown();
            ended.await();
            two.write(get("two"));

            assertThat(first).endsWith("\r\n\r\nn0");
            assertThat(two.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nn1");
        }
    }
}
