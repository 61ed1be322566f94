package dev.portcullis.app;

import dev.portcullis.cli.ReplayAnswer;
import dev.portcullis.cli.UsageTrouble;
import dev.portcullis.config.Config;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.rules.replay.LogFormat;
import dev.portcullis.rules.replay.ReplayReport;
import dev.portcullis.rules.replay.Replayer;
import dev.portcullis.rules.signal.ProbeCatalog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/// `replay`: logs, from the earliest to the latest, through one policy or two.
final class ReplayRun {

    private static final String STANDARD_INPUT = "-";
    private static final int FIRST_LINES = 100;

    /// What a configuration says of bans; host names in `never_ban` stand for nobody, for they move.
    private final Policies policies;

    private final InputStream standardInput;
    private final LongConsumer progress;

    /// What a configuration says.
    interface Policies {
        BanPolicy of(Config config) throws StartFailure;
    }

    /// As the server would have it.
    static BanPolicy configured(Config config) throws StartFailure {
        BanPolicy policy = config.protection().policy(Map.of());
        return SparedNetworks.of(config.zones(), policy::neverBan).sparing(policy, config.listen());
    }

    /// @param progress is told every so often how many lines are done
    ReplayRun(Policies policies, InputStream standardInput, LongConsumer progress) {
        this.policies = policies;
        this.standardInput = standardInput;
        this.progress = progress;
    }

    /// As documented, for when there is no configuration at all.
    static BanPolicy documented() {
        return new BanPolicy(
                true,
                new NeverBan(Set.of("lan", "vpn"), CidrSet.EMPTY, Map.of()),
                Duration.ofDays(30),
                new BanPolicy.Allowance(5, Duration.ofMinutes(10)),
                new BanPolicy.Allowance(3, Duration.ofMinutes(10)),
                new BanPolicy.Terms(
                        Duration.ofHours(1),
                        4,
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        new BanPolicy.Widening(4, 24, 48, Duration.ofHours(24))),
                List.of());
    }

    /// @param configs one, or the current one and another; an empty one stands for the documented defaults
    ReplayAnswer run(List<String> logs, List<Optional<Config>> configs) throws UsageTrouble {
        List<Replayer> replayers = new ArrayList<>();
        for (Optional<Config> config : configs) {
            replayers.add(replayer(config));
        }
        long done = 0;
        for (String log : inOrderOfTime(logs)) {
            replayers.forEach(replayer -> replayer.file(log.equals(STANDARD_INPUT) ? "standard input" : log));
            done = read(log, replayers, done);
        }
        List<ReplayReport> reports = replayers.stream().map(Replayer::report).toList();
        return new ReplayAnswer(
                logs.size(),
                reports.getFirst(),
                reports.size() == 1 ? Optional.empty() : Optional.of(reports.getLast()));
    }

    private Replayer replayer(Optional<Config> config) throws UsageTrouble {
        try {
            Zones zones = config.isPresent()
                    ? RunningServer.zones(config.get())
                    : Zones.of(Map.of("lan", Zones.defaultLan(), "vpn", List.of()));
            BanPolicy policy = config.isPresent() ? policies.of(config.get()) : documented();
            return new Replayer(policy, zones::zoneOf, ProbeCatalog.standard());
        } catch (StartFailure e) {
            throw new UsageTrouble(String.valueOf(e.getMessage()));
        }
    }

    private long read(String log, List<Replayer> replayers, long before) throws UsageTrouble {
        long done = before;
        try (BufferedReader in = open(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                for (Replayer replayer : replayers) {
                    replayer.line(line);
                }
                progress.accept(++done);
            }
        } catch (IOException e) {
            throw unreadable(log, e);
        }
        return done;
    }

    /// By the time of each log's first line that has one; standard input, which cannot be read twice, comes last.
    private List<String> inOrderOfTime(List<String> logs) throws UsageTrouble {
        record Dated(String log, Instant first) {}
        List<Dated> dated = new ArrayList<>();
        for (String log : logs) {
            dated.add(new Dated(log, log.equals(STANDARD_INPUT) ? Instant.MAX : firstTime(log)));
        }
        return dated.stream()
                .sorted(Comparator.comparing(Dated::first))
                .map(Dated::log)
                .toList();
    }

    private Instant firstTime(String log) throws UsageTrouble {
        try (BufferedReader in = open(log)) {
            String line = in.readLine();
            for (int i = 0; i < FIRST_LINES && line != null; i++) {
                Optional<Instant> time = LogFormat.time(line);
                if (time.isPresent()) {
                    return time.get();
                }
                line = in.readLine();
            }
            return Instant.MIN;
        } catch (IOException e) {
            throw unreadable(log, e);
        }
    }

    private BufferedReader open(String log) throws IOException {
        InputStream in = log.equals(STANDARD_INPUT) ? standardInput : Files.newInputStream(Path.of(log));
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static UsageTrouble unreadable(String log, IOException e) {
        String found = e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
        return new UsageTrouble(log + ": " + found + " (expected: a readable log)");
    }
}
