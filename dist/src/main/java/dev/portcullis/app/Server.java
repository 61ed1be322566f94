package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminSocketTrouble;
import dev.portcullis.cli.Console;
import dev.portcullis.config.Config;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.StartFailure;
import dev.portcullis.store.LedgerTrouble;
import dev.portcullis.store.StoreTrouble;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `run`: a server in the foreground, until a signal or `portcullis stop` ends it.
final class Server {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    private final Config config;
    private final ConfigSource source;
    private final InstantSource time;

    Server(Config config, ConfigSource source, InstantSource time) {
        this.config = config;
        this.source = source;
        this.time = time;
    }

    int run(Console console) {
        CountDownLatch stopped = new CountDownLatch(1);
        try (RunningServer server = RunningServer.start(config, source, time)) {
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
            server.awaitStop();
            LOG.info(
                    "stopping: requests in flight have {} to finish",
                    Spelled.duration(config.timeouts().drain()));
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
}
