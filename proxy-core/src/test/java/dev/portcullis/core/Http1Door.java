package dev.portcullis.core;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// HTTP/1.1: several clients, each of which keeps its connection for as long as the proxy does.
final class Http1Door implements Door {

    private static final int CLIENTS = 4;

    /// One for all, so that its sessions are resumed.
    private final SSLContext tls = TestTls.trusting();

    @Override
    public List<Integer> statuses(TestProxy proxy, List<Asked> requests) {
        int[] statuses = new int[requests.size()];
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int first = 0; first < CLIENTS; first++) {
                int from = first;
                clients.add(threads.submit(() -> {
                    ask(proxy, requests, from, statuses);
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        return Arrays.stream(statuses).boxed().toList();
    }

    private void ask(TestProxy proxy, List<Asked> requests, int first, int[] statuses) throws IOException {
        Wire wire = null;
        for (int i : IntStream.iterate(first, i -> i < requests.size(), i -> i + CLIENTS)
                .toArray()) {
            if (wire == null) {
                wire = connect(proxy);
            }
            Asked asked = requests.get(i);
            String head = exchange(wire, asked, i);
            statuses[i] = head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
            if (head.isEmpty() || head.contains("Connection: close")) {
                wire.close();
                wire = null;
            }
        }
        if (wire != null) {
            wire.close();
        }
    }

    private Wire connect(TestProxy proxy) throws IOException {
        Socket plain = proxy.plain();
        SSLSocket secure = TestTls.layered(tls, plain, TestProxy.HOST);
        // Resumed, it costs no signature and no key agreement.
        secure.setEnabledProtocols(new String[] {"TLSv1.2"});
        return new Wire(secure, plain);
    }

    private static String exchange(Wire wire, Asked asked, int mark) throws IOException {
        List<String> fields = new ArrayList<>(asked.fields());
        fields.add(Asked.MARK + ": " + mark);
        if (!asked.body().isEmpty()) {
            fields.add("Content-Length: " + asked.body().length());
        }
        try {
            wire.write(Requests.keeping(asked.method() + " " + asked.target(), fields.toArray(String[]::new))
                    + asked.body());
            String head = wire.readHead();
            if (!head.isEmpty() && !asked.method().equals("HEAD")) {
                wire.readBody(head);
            }
            return head;
        } catch (SocketException | SSLException e) {
            return "";
        }
    }
}
