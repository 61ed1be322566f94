package dev.portcullis.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One request and the answer to it, from a file in `src/test/resources/home-assistant`; its README tells the
/// format.
record RecordedExchange(String title, List<String> request, List<String> answer, List<String> keeps) {

    static List<RecordedExchange> in(String file) throws IOException {
        List<RecordedExchange> found = new ArrayList<>();
        try (var in = RecordedExchange.class.getResourceAsStream("/home-assistant/" + file)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String rest = line.length() < 2 ? "" : line.substring(line.startsWith("==") ? 3 : 2);
                if (line.startsWith("==")) {
                    found.add(new RecordedExchange(rest, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
                } else if (line.startsWith(">")) {
                    found.getLast().request().add(rest);
                } else if (line.startsWith("<")) {
                    found.getLast().answer().add(rest);
                } else if (line.startsWith("=")) {
                    found.getLast().keeps().add(rest);
                }
            }
        }
        return found;
    }

    /// The bytes to send.
    String wire() {
        StringBuilder head = new StringBuilder(request.getFirst()).append(" HTTP/1.1\r\nHost: ha.example.org\r\n");
        String body = body(request);
        for (String line : request.subList(1, request.size())) {
            if (line.startsWith("From: ")) {
                head.append("X-Forwarded-For: ")
                        .append(line.substring("From: ".length()))
                        .append("\r\n");
            } else if (!line.startsWith("|")) {
                head.append(line).append("\r\n");
            }
        }
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return head.append("\r\n").append(body).toString();
    }

    int status() {
        return Integer.parseInt(answer.getFirst().split(" ", 2)[0]);
    }

    String contentType() {
        String type = answer.getFirst().split(" ", 2)[1];
        return closes() ? type.substring(0, type.length() - " closed".length()) : type;
    }

    boolean closes() {
        return answer.getFirst().endsWith(" closed");
    }

    List<String> headers() {
        return answer.stream().skip(1).filter(line -> !line.startsWith("|")).toList();
    }

    String body() {
        return body(answer).replace("\\n", "\n");
    }

    private static String body(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2))
                .findFirst()
                .orElse("");
    }
}
