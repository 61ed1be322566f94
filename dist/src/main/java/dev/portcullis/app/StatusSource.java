package dev.portcullis.app;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.certificates.LiveCertificates;
import dev.portcullis.cli.Cli;
import dev.portcullis.config.Config;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyServer;
import dev.portcullis.core.ServerStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gathers what `status` shows.
final class StatusSource {

    private static final int CONNECT_MILLIS = 2000;

    private final Supplier<Config> config;
    private final String configFile;
    private final Supplier<LiveCertificates> certificates;
    private volatile Supplier<List<String>> reloading = List::of;
    private final LiveProtection protection;
    private final InstantSource time;
    private final Instant started;
    private volatile @Nullable ProxyServer plane;

    StatusSource(
            Supplier<Config> config,
            String configFile,
            Supplier<LiveCertificates> certificates,
            LiveProtection protection,
            InstantSource time) {
        this.config = config;
        this.configFile = configFile;
        this.certificates = certificates;
        this.protection = protection;
        this.time = time;
        this.started = time.instant();
    }

    /// From here on there is something to tell.
    void serves(ProxyServer running) {
        plane = running;
    }

    /// From here on there is somebody who knows whether the file is in force.
    void reloads(Supplier<List<String>> warnings) {
        reloading = warnings;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>(reloading.get());
        warnings.addAll(certificates.get().warnings());
        warnings.addAll(protection.warnings());
        return warnings;
    }

    AdminAnswer answer() {
        ProxyServer running = plane;
        return running == null
                ? AdminAnswer.starting()
                : new AdminAnswer(200, report(running.status()).toJson());
    }

    /// What goes on, in one line: `2 connections; http://192.168.1.20:8123 answers`.
    String line() {
        ProxyServer running = plane;
        if (running == null) {
            return "starting";
        }
        ServerStatus status = running.status();
        StringBuilder line = new StringBuilder();
        line.append(status.connections()).append(status.connections() == 1 ? " connection" : " connections");
        for (StatusReport.Upstream upstream : upstreams(status)) {
            boolean up = upstream.up().orElse(false);
            line.append("; ")
                    .append(upstream.url())
                    .append(up ? " answers" : " does not answer: " + upstream.trouble());
        }
        return line.toString();
    }

    private StatusReport report(ServerStatus status) {
        Instant now = time.instant();
        return new StatusReport(
                Cli.version(),
                ProcessHandle.current().pid(),
                started.toString(),
                Duration.between(started, now).toSeconds(),
                configFile,
                config.get().state().toString(),
                status.transport(),
                status.tlsEngine(),
                status.https().stream().map(ListenAddress::toString).toList(),
                status.http().stream().map(ListenAddress::toString).toList(),
                status.connections(),
                status.tunnels(),
                status.requests(),
                status.refused(),
                upstreams(status),
                certificates.get().desk().report().certificates().stream()
                        .map(entry -> StatusReport.Certificate.of(entry, now))
                        .toList(),
                protection.report(),
                warnings());
    }

    private List<StatusReport.Upstream> upstreams(ServerStatus status) {
        List<StatusReport.Upstream> upstreams = new ArrayList<>();
        Config now = config.get();
        for (int i = 0; i < Math.min(status.upstreams().size(), now.sites().size()); i++) {
            ServerStatus.UpstreamHealth health = status.upstreams().get(i);
            Config.Site site = now.sites().get(i);
            Optional<Boolean> up = health.up();
            String trouble = health.trouble();
            if (up.isEmpty()) {
                // Nobody has asked yet: see for ourselves whether anything listens.
                trouble = connectTrouble(site.upstream());
                up = Optional.of(trouble.isEmpty());
            }
            upstreams.add(new StatusReport.Upstream(
                    site.hosts().getFirst(),
                    health.upstream(),
                    up,
                    health.since().toString(),
                    trouble));
        }
        return upstreams;
    }

    private static String connectTrouble(Config.Upstream upstream) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(upstream.host(), upstream.port()), CONNECT_MILLIS);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
