package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminSocketTrouble;
import dev.portcullis.cli.Console;
import dev.portcullis.config.Config;
import dev.portcullis.core.InheritedSockets;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.StartFailure;
import dev.portcullis.store.LedgerTrouble;
import dev.portcullis.store.StoreTrouble;
import dev.portcullis.systemd.Heartbeat;
import dev.portcullis.systemd.SocketActivation;
import dev.portcullis.systemd.Systemd;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `run`: a server in the foreground, until a signal or `portcullis stop` ends it.
final class Server {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    /// Besides requests in flight there is the ledger to be written.
    private static final Duration REST_OF_THE_END = Duration.ofSeconds(15);

    private final Config config;
    private final ConfigSource source;
    private final Function<String, @Nullable String> environment;
    private final InstantSource time;

    /// @param environment looks up what a service manager says; null when a variable is not set
    Server(Config config, ConfigSource source, Function<String, @Nullable String> environment, InstantSource time) {
        this.config = config;
        this.source = source;
        this.environment = environment;
        this.time = time;
    }

    int run(Console console) {
        CountDownLatch stopped = new CountDownLatch(1);
        long pid = ProcessHandle.current().pid();
        Systemd systemd = Systemd.of(environment, pid);
        try (RunningServer server = RunningServer.start(config, source, systemd, inherited(pid), time)) {
            Signals.install(server::askToStop, stopped);
            Signals.onHangUp(server::askToReload);
            ServerStatus status = server.planeStatus();
            server.warnings().forEach(LOG::warn);
            LOG.info(
                    "serving {} on {} (transport={} tls={})",
                    config.sites().stream()
                            .flatMap(site -> site.hosts().stream())
                            .toList(),
                    status.https(),
                    status.transport(),
                    status.tlsEngine());
            if (!server.metrics().isEmpty()) {
                LOG.info("metrics on {}", server.metrics());
            }
            if (systemd.listens()) {
                systemd.ready(server.line());
                Heartbeat.start(systemd, server.parts(), server::line);
            }
            server.awaitStop();
            Duration drain = config.timeouts().drain();
            LOG.info("stopping: requests in flight have {} to finish", Spelled.duration(drain));
            systemd.stopping(
                    drain.plus(REST_OF_THE_END),
                    "stopping: requests in flight have " + Spelled.duration(drain) + " to finish");
            return 0;
        } catch (StartFailure | CertificateTrouble | AdminSocketTrouble | StoreTrouble | LedgerTrouble e) {
            console.complain(String.valueOf(e.getMessage()));
            return 1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            Logging.stop();
            stopped.countDown();
        }
    }

    private InheritedSockets inherited(long pid) throws StartFailure {
        return SocketActivation.of(
                environment, pid, config.listen().https(), config.listen().http());
    }
}
