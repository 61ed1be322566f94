package dev.portcullis.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.admin.AdminReply.Answered;
import dev.portcullis.admin.AdminReply.Failed;
import dev.portcullis.admin.AdminReply.NoPermission;
import dev.portcullis.admin.AdminReply.NotRunning;
import dev.portcullis.admin.AdminSocketTrouble.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminSocketTest {

    private static final List<AdminRoute> ROUTES = List.of(
            new AdminRoute(
                    "GET",
                    "/v1/echo",
                    request -> AdminAnswer.object(200, json -> {
                        json.writeStringProperty("url", request.parameter("url").orElse("none"));
                        json.writeStringProperty("body", request.body());
                    })),
            new AdminRoute(
                    "POST",
                    "/v1/echo",
                    request -> AdminAnswer.object(200, json -> json.writeStringProperty("body", request.body()))),
            new AdminRoute("GET", "/v1/broken", request -> {
                throw new IllegalStateException("secret details");
            }));

    private final AdminClient client = new AdminClient(Duration.ofSeconds(60));

    @TempDir
    Path state;

    private Path path;

    @BeforeEach
    void choose_a_path_in_a_folder_that_does_not_exist_yet() {
        path = state.resolve("run/admin.sock");
    }

    @Test
    void a_call_reaches_its_route_with_every_character_of_its_parameters() throws Exception {
        try (AdminServer server = start()) {
            assertThat(client.call(server.path(), "GET", "/v1/echo", Map.of("url", "/a+b%2F&c=ü#\u202e\u007f")))
                    .isEqualTo(new Answered(200, "{\"url\":\"/a+b%2F&c=\\u00FC#\\u202E\\u007f\",\"body\":\"\"}"));
        }
    }

    @Test
    void unknown_paths_and_methods_and_bugs_have_answers_of_their_own() throws Exception {
        try (AdminServer server = start()) {
            assertThat(status("GET", "/v1/unknown")).isEqualTo(404);
            assertThat(status("GET", "/v1/echo/")).isEqualTo(404);
            assertThat(status("DELETE", "/v1/echo")).isEqualTo(405);
            assertThat(client.call(server.path(), "GET", "/v1/broken", Map.of()))
                    .isInstanceOfSatisfying(Answered.class, answer -> {
                        assertThat(answer.status()).isEqualTo(500);
                        assertThat(answer.json()).doesNotContain("secret");
                    });
            assertThat(status("GET", "/v1/echo")).as("still there").isEqualTo(200);
        }
    }

    @Test
    void socket_and_folder_are_private() throws Exception {
        try (AdminServer server = start()) {
            assertThat(mode(server.path())).isEqualTo("rw-------");
            assertThat(mode(server.path().getParent())).isEqualTo("rwx------");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void another_user_is_told_no() throws Exception {
        SocketFile socket = SocketFile.open(path);
        var stranger = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("64999");
        try (AdminServer server =
                AdminServer.start(socket, ROUTES, AdminLimits.DEFAULT, new PeerUser(Set.of(stranger)))) {
            assertThat(client.call(server.path(), "GET", "/v1/echo", Map.of())).isEqualTo(new NoPermission());
        }
    }

    @Test
    void nobody_answers_where_no_server_runs() throws Exception {
        assertThat(client.call(path, "GET", "/v1/echo", Map.of())).isEqualTo(new NotRunning());
        Files.createDirectories(path.getParent());
        leaveStaleSocket();
        assertThat(client.call(path, "GET", "/v1/echo", Map.of())).isEqualTo(new NotRunning());
    }

    @Test
    void what_a_crash_left_behind_is_replaced() throws Exception {
        Files.createDirectories(path.getParent());
        leaveStaleSocket();

        try (AdminServer server = start()) {
            assertThat(server.path()).isEqualTo(path);
            assertThat(status("GET", "/v1/echo")).isEqualTo(200);
        }
    }

    @Test
    void a_second_server_is_refused_and_the_first_stays() throws Exception {
        try (AdminServer first = start()) {
            assertThatThrownBy(this::start).isInstanceOfSatisfying(AdminSocketTrouble.class, trouble -> {
                assertThat(trouble.kind()).isEqualTo(Kind.ALREADY_RUNNING);
                assertThat(trouble)
                        .hasMessage(
                                path
                                        + ": another Portcullis is running (expected: none with this state folder). Stop it with: portcullis stop");
            });
            assertThat(status("GET", "/v1/echo")).isEqualTo(200);
            assertThat(first.path()).exists();
        }
    }

    @Test
    void a_live_socket_of_another_program_is_not_taken_over() throws Exception {
        Files.createDirectories(path.getParent());
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));

            assertThatThrownBy(this::start)
                    .isInstanceOfSatisfying(
                            AdminSocketTrouble.class,
                            trouble -> assertThat(trouble.kind()).isEqualTo(Kind.ALREADY_RUNNING));
            assertThat(path).exists();
        }
    }

    @Test
    void a_file_that_is_not_a_socket_is_not_deleted() throws Exception {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "precious");

        assertThatThrownBy(this::start)
                .hasMessageStartingWith(path
                        + ": the admin socket cannot be opened: there is something that is not a socket (expected:");
        assertThat(path).hasContent("precious");
    }

    @Test
    void a_path_that_no_unix_socket_can_have_is_named_with_its_length() {
        Path longPath = Path.of("/" + "x".repeat(SocketFile.LONGEST_PATH));
        String message = longPath
                + ": 108 bytes long (expected: at most 107, what a Unix socket's address holds). Set admin.socket to a shorter path.";

        assertThatThrownBy(() -> AdminServer.start(longPath, ROUTES, AdminLimits.DEFAULT))
                .isInstanceOf(AdminSocketTrouble.class)
                .hasMessage(message);
        assertThat(client.call(longPath, "GET", "/v1/echo", Map.of())).isEqualTo(new Failed(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            400 | GET  /v1/echo HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
            400 | GET /v1/echo\\r\\nHost: x\\r\\n\\r\\n
            400 | GET http://x/v1/echo HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
            400 | GET /v1/echo HTTP/1.1\\r\\n\\r\\n
            400 | GET /v1/echo HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n
            400 | GET /v1/echo HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n
            400 | GET /v1/echo HTTP/1.1\\r\\nHost: x\\r\\n folded: y\\r\\n\\r\\n
            400 | GET /v1/echo HTTP/1.1\\nHost: x\\r\\n\\r\\n
            400 | GET /v1/echo HTTP/1.1\\r\\nHost: x\\0\\r\\n\\r\\n
            400 | GET /v1/echo?url=%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
            400 | GET /v1/echo?url=a&url=b HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
            400 | GET /v1/echo?url HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
            400 | GET /v1/echo HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET /v1/echo HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
            400 | POST /v1/echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n
            400 | POST /v1/echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nContent-Length: 1\\r\\n\\r\\na
            411 | POST /v1/echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n
            413 | POST /v1/echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 8388609\\r\\n\\r\\n
            505 | GET /v1/echo HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n
            200 | POST /v1/echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 2\\r\\n\\r\\nab
            """)
    void requests_are_read_strictly(int status, String request) throws Exception {
        String bytes = request.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        try (AdminServer server = start()) {
            assertThat(raw(server.path(), bytes)).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void a_request_head_without_end_is_cut_off() throws Exception {
        try (AdminServer server = start()) {
            assertThat(raw(server.path(), "GET /" + "x".repeat(AdminLimits.DEFAULT.headBytes() - 5)))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void a_silent_peer_is_closed_and_frees_its_place() throws Exception {
        var limits = new AdminLimits(1024, 1024, 1, Duration.ofMillis(50));
        try (AdminServer server = AdminServer.start(path, ROUTES, limits);
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(server.path()))) {
            assertThat(silent.read(ByteBuffer.allocate(1)))
                    .as("closed without an answer")
                    .isEqualTo(-1);
        }
    }

    @Test
    void one_connection_too_many_is_closed_at_once() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        var waiting = new AdminRoute("GET", "/v1/wait", request -> {
            inside.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return AdminAnswer.object(200, json -> {});
        });
        var limits = new AdminLimits(1024, 1024, 1, Duration.ofMinutes(5));
        try (AdminServer server = AdminServer.start(path, List.of(waiting), limits);
                SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(server.path()));
                SocketChannel second = silentConnection(first, inside)) {
            assertThat(second.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            gate.countDown();
            assertThat(new String(Channels.newInputStream(first).readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("{}\n");
        }
    }

    private SocketChannel silentConnection(SocketChannel first, CountDownLatch inside) throws Exception {
        first.write(ByteBuffer.wrap("GET /v1/wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        inside.await();
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    @Test
    void an_answer_gets_out_though_its_action_closes_the_server() throws Exception {
        var holder = new AdminServer[1];
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        var stop = new AdminRoute("POST", "/v1/stop", request -> {
            Thread.ofPlatform().start(() -> {
                closing.countDown();
                holder[0].close();
                closed.countDown();
            });
            return AdminAnswer.object(202, json -> json.writeBooleanProperty("stopping", true));
        });
        holder[0] = AdminServer.start(path, List.of(stop), AdminLimits.DEFAULT);

        assertThat(client.call(path, "POST", "/v1/stop", Map.of())).isEqualTo(new Answered(202, "{\"stopping\":true}"));
        closing.await();
        closed.await();
        assertThat(client.call(path, "POST", "/v1/stop", Map.of())).isEqualTo(new NotRunning());
    }

    @Test
    void an_answer_that_is_not_ours_is_a_failure_and_so_is_none() throws Exception {
        Files.createDirectories(path.getParent());
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            Thread.ofPlatform().daemon().start(() -> {
                try (SocketChannel peer = other.accept()) {
                    peer.write(ByteBuffer.wrap("220 mail ready\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(client.call(path, "GET", "/", Map.of())).isInstanceOf(Failed.class);
            assertThat(new AdminClient(Duration.ofMillis(50)).call(path, "GET", "/", Map.of()))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.message()).contains("no answer for"));
        }
    }

    private int status(String method, String target) {
        return ((Answered) client.call(path, method, target, Map.of())).status();
    }

    private static String raw(Path socket, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private AdminServer start() throws AdminSocketTrouble {
        return AdminServer.start(path, ROUTES, AdminLimits.DEFAULT);
    }

    private void leaveStaleSocket() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
