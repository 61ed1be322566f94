package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.AdminRequest;
import dev.portcullis.admin.AdminRoute;
import dev.portcullis.admin.AdminServer;
import dev.portcullis.admin.AdminSocketTrouble;
import dev.portcullis.cli.ExplainQuestion;
import dev.portcullis.cli.UsageTrouble;
import dev.portcullis.config.Config;
import dev.portcullis.core.HttpChallenges;
import dev.portcullis.core.Protection;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyServer;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.net.Zones;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Everything that makes up a running Portcullis, put together in one place.
final class RunningServer implements AutoCloseable {

    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final StatusSource status;
    private final Explainer explainer;
    private final ProxyServer plane;
    private final AdminServer admin;

    /// The wiring.
    ///
    /// @param configFile for `status`; empty where there is none
    private RunningServer(Config config, String configFile, InstantSource time)
            throws StartFailure, CertificateTrouble, AdminSocketTrouble {
        Zones zones = zones(config);
        SiteCertificates certificates = SiteCertificates.load(config, time);
        ProxyConfig planeConfig = PlaneConfig.of(config, zones);
        explainer = new Explainer(config, zones);
        status = new StatusSource(config, configFile, certificates, time);
        // The admin socket first: its lock is what keeps two servers off one state folder.
        admin = AdminServer.start(config.adminSocket(), routes(), AdminLimits.DEFAULT);
        try {
            plane = ProxyServer.start(planeConfig, certificates, HttpChallenges.NONE, Protection.none(), new ServerLog(), time);
        } catch (StartFailure e) {
            admin.close();
            throw e;
        }
        status.serves(plane);
    }

    static RunningServer start(Config config, String configFile, InstantSource time)
            throws StartFailure, CertificateTrouble, AdminSocketTrouble {
        return new RunningServer(config, configFile, time);
    }

    static Zones zones(Config config) throws StartFailure {
        try {
            return config.zones().on(Interfaces.networks());
        } catch (SocketException e) {
            throw new StartFailure("zones: the interfaces of this machine cannot be listed: " + e.getMessage() + ".");
        }
    }

    private List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/v1/status", request -> status.answer()),
                new AdminRoute("GET", "/v1/explain", this::explain),
                new AdminRoute("POST", "/v1/stop", request -> stop()));
    }

    private AdminAnswer explain(AdminRequest request) {
        try {
            ExplainQuestion question = new ExplainQuestion(
                    request.parameter("method").orElse("GET"),
                    request.parameter("url").orElse(""),
                    request.parameter("from").orElse(""));
            return new AdminAnswer(200, explainer.explain(question).toJson());
        } catch (UsageTrouble e) {
            return AdminAnswer.error(400, String.valueOf(e.getMessage()));
        }
    }

    private AdminAnswer stop() {
        askToStop();
        return AdminAnswer.object(202, json -> json.writeBooleanProperty("stopping", true));
    }

    /// Lets [#awaitStop] return.
    void askToStop() {
        stopAsked.countDown();
    }

    void awaitStop() throws InterruptedException {
        stopAsked.await();
    }

    ServerStatus planeStatus() {
        return plane.status();
    }

    List<String> warnings() {
        return status.warnings();
    }

    /// Drains the data plane, then closes the admin socket. Blocks.
    @Override
    public void close() {
        plane.close();
        admin.close();
    }
}
