package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.DATA;
import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.HEADERS;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;

/// HTTP/2: many streams at a time on one connection; a connection that the proxy ends is followed by another.
final class Http2Door implements Door {

    private static final int AT_A_TIME = 50;

    @Override
    public List<Integer> statuses(TestProxy proxy, List<Asked> requests) {
        try {
            return Arrays.stream(new Streams(proxy, requests).ask()).boxed().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Streams {
        private final TestProxy proxy;
        private final List<Asked> requests;
        private final int[] statuses;
        private final Map<Integer, Integer> open = new HashMap<>();
        private Http2Wire wire;
        private int stream;

        Streams(TestProxy proxy, List<Asked> requests) throws IOException {
            this.proxy = proxy;
            this.requests = requests;
            this.statuses = new int[requests.size()];
            this.wire = Http2Wire.connect(proxy);
        }

        int[] ask() throws IOException {
            for (int from = 0; from < statuses.length; from += AT_A_TIME) {
                List<Integer> batch = new ArrayList<>();
                for (int i = from; i < Math.min(statuses.length, from + AT_A_TIME); i++) {
                    batch.add(i);
                }
                // What a connection's end left unsaid is asked again, each on a connection of its own.
                Deque<Integer> alone = new ArrayDeque<>(unanswered(batch));
                while (!alone.isEmpty()) {
                    var _ = unanswered(List.of(alone.poll()));
                }
            }
            wire.close();
            return statuses;
        }

        /// @return those whose streams had not ended when the connection did
        private List<Integer> unanswered(List<Integer> batch) throws IOException {
            open.clear();
            for (int index : batch) {
                stream += 2;
                open.put(stream - 1, index);
                byte[] body = requests.get(index).body().getBytes(StandardCharsets.ISO_8859_1);
                int flags = body.length == 0 ? END_STREAM | END_HEADERS : END_HEADERS;
                wire.put(Http2Bytes.frame(HEADERS, flags, stream - 1, block(index)));
                if (body.length > 0) {
                    wire.put(Http2Bytes.frame(DATA, END_STREAM, stream - 1, body));
                }
            }
            wire.flush();
            while (!open.isEmpty()) {
                Http2Frame frame = next();
                if (frame == null) {
                    wire.close();
                    wire = Http2Wire.connect(proxy);
                    stream = 0;
                    return List.copyOf(open.values());
                }
                take(frame);
            }
            return List.of();
        }

        private byte[] block(int index) {
            Asked asked = requests.get(index);
            List<String> more = new ArrayList<>();
            for (String field : asked.fields()) {
                int colon = field.indexOf(':');
                more.add(field.substring(0, colon).toLowerCase(Locale.ROOT));
                more.add(field.substring(colon + 1).strip());
            }
            more.add(Asked.MARK.toLowerCase(Locale.ROOT));
            more.add(Integer.toString(index));
            return Http2Bytes.block(Http2Wire.request(asked.method(), asked.target(), more.toArray(String[]::new)));
        }

        private Http2Frame next() throws IOException {
            try {
                return wire.read();
            } catch (SocketException | SSLException e) {
                return null;
            }
        }

        private void take(Http2Frame frame) {
            Integer index = open.get(frame.stream());
            if (index == null) {
                return;
            }
            if (frame.type() == HEADERS && frame.field(":status") != null) {
                statuses[index] = Integer.parseInt(frame.field(":status"));
            }
            if (frame.type() == DATA && frame.payload().limit() > 0) {
                wire.window(0, frame.payload().limit());
            }
            if (frame.endsStream()) {
                open.remove(frame.stream());
            }
        }
    }
}
