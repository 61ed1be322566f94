package dev.portcullis.admin;

import dev.portcullis.admin.AdminReply.Answered;
import dev.portcullis.admin.AdminReply.Failed;
import dev.portcullis.admin.AdminReply.NoPermission;
import dev.portcullis.admin.AdminReply.NotRunning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Speaks to the admin socket of a running server.
public final class AdminClient {

    /// A hundred thousand bans.
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Duration patience;

    /// @param patience for a whole call
    public AdminClient(Duration patience) {
        this.patience = patience;
    }

    /// One call; blocks until the answer is there or patience is at its end.
    ///
    /// @param path without a query
    /// @param parameters become the query
    public AdminReply call(Path socket, String method, String path, Map<String, String> parameters) {
        return call(socket, method, path, parameters, "");
    }

    /// One call with a body.
    ///
    /// @param body JSON, or empty for none
    public AdminReply call(Path socket, String method, String path, Map<String, String> parameters, String body) {
        try {
            SocketFile.requireShort(socket);
            return exchange(socket, request(method, path + query(parameters), body.getBytes(StandardCharsets.UTF_8)));
        } catch (AdminSocketTrouble tooLong) {
            return new Failed(String.valueOf(tooLong.getMessage()));
        } catch (ConnectException refused) {
            return new NotRunning();
        } catch (AsynchronousCloseException late) {
            return new Failed("%s: no answer for %d s (expected: one at once). Is the server overloaded or stopped?"
                    .formatted(socket, patience.toSeconds()));
        } catch (IOException failed) {
            return unreachable(socket, failed);
        }
    }

    private static byte[] request(String method, String target, byte[] body) {
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        byte[] head = (method + " " + target + " HTTP/1.1\r\nHost: portcullis\r\n" + length + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private AdminReply exchange(Path socket, byte[] request) throws IOException {
        ScheduledExecutorService deadline = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("admin-deadline").factory());
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ScheduledFuture<?> timer =
                    deadline.schedule(() -> closeLate(channel), patience.toMillis(), TimeUnit.MILLISECONDS);
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            byte[] answer = readAll(channel);
            timer.cancel(false);
            return parse(socket, answer);
        } finally {
            deadline.shutdownNow();
        }
    }

    private static void closeLate(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The thread that reads from it hears of the close all the same.
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(16 * 1024);
        while (channel.read(part) >= 0 && all.size() <= LARGEST_ANSWER) {
            all.write(part.array(), 0, part.position());
            part.clear();
        }
        return all.toByteArray();
    }

    private static AdminReply parse(Path socket, byte[] answer) {
        int end = HttpHead.end(answer, answer.length);
        try {
            if (end > 0) {
                HttpHead head = HttpHead.parse(answer, end);
                int length = head.contentLength(LARGEST_ANSWER);
                String[] status = head.startLine().split(" ", 3);
                if (status.length == 3 && status[1].length() == 3 && end + length == answer.length) {
                    String json = new String(answer, end, length, StandardCharsets.UTF_8).strip();
                    int code = Integer.parseInt(status[1]);
                    return code == 403 ? new NoPermission() : new Answered(code, json);
                }
            }
        } catch (HttpRefusal | NumberFormatException malformed) {
            // Reported below, like every other answer that is not ours.
        }
        return new Failed(
                "%s: an answer that was cut off or is not Portcullis' (expected: HTTP/1.1 with JSON). Try again."
                        .formatted(socket));
    }

    private static AdminReply unreachable(Path socket, IOException failed) {
        Path folder = socket.toAbsolutePath().getParent();
        if (folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)) {
            return new NoPermission();
        }
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return new NotRunning();
        }
        if (failed instanceof AccessDeniedException || !Files.isWritable(socket)) {
            return new NoPermission();
        }
        String message = String.valueOf(failed.getMessage());
        return new Failed("%s: %s (expected: a running Portcullis).".formatted(socket, message));
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : new TreeMap<>(parameters)
                        .entrySet().stream()
                                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
