package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminSocketTrouble;
import dev.portcullis.cli.Console;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.config.Config.Exposed;
import dev.portcullis.config.Config.Kind;
import dev.portcullis.config.Config.LogLevel;
import dev.portcullis.config.Config.Rule;
import dev.portcullis.config.Config.UpstreamTls;
import dev.portcullis.config.ZoneNetworks;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.ProxyConfig.Timeouts;
import dev.portcullis.core.StartFailure;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.rules.route.Origins;
import dev.portcullis.rules.route.Preset;
import dev.portcullis.store.LedgerTrouble;
import dev.portcullis.store.StoreTrouble;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// `demo`: a stand-in for Home Assistant behind a real Portcullis, with nothing to set up.
///
/// It listens on loopback only: what it shows is nobody's house, but nobody else's business either.
final class Demo {

    private final Path state;
    private final InstantSource time;

    Demo(Path state, InstantSource time) {
        this.state = state.toAbsolutePath().normalize();
        this.time = time;
    }

    int run(int port, Console console) {
        Logging.start(LogLevel.INFO);
        CountDownLatch stopped = new CountDownLatch(1);
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                RunningServer server = RunningServer.start(config(port, house.port()), "", time)) {
            Signals.install(server::askToStop, stopped);
            console.out()
                    .print(DemoText.of(server.planeStatus().https().getFirst().port()));
            console.out().flush();
            server.awaitStop();
            return 0;
        } catch (StartFailure | CertificateTrouble | AdminSocketTrouble | StoreTrouble | LedgerTrouble e) {
            console.complain(String.valueOf(e.getMessage()));
            return 1;
        } catch (IOException e) {
            console.complain("demo: cannot start: " + e.getMessage());
            return 1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            Logging.stop();
            stopped.countDown();
        }
    }

    private Config config(int port, int housePort) throws SocketException {
        ListenAddress four = new ListenAddress("127.0.0.1", port);
        List<ListenAddress> https =
                port != 0 && Interfaces.has("::1") ? List.of(four, new ListenAddress("::1", port)) : List.of(four);
        Rule everything = new Rule(
                new Exposed.ByPreset(Preset.EVERYTHING, Origins.zones("lan")), OptionalLong.empty(), Optional.empty());
        Config.Site site = new Config.Site(
                List.of("localhost", "127.0.0.1", "::1"),
                new Config.Upstream("127.0.0.1", housePort, new UpstreamTls.Plain()),
                Kind.HOME_ASSISTANT,
                List.of(everything),
                Otherwise.DROP,
                Duration.ZERO,
                OptionalLong.empty(),
                new CertificateSource.SelfSigned());
        return new Config(
                new Config.Listen(https, List.of(), CidrSet.EMPTY, CidrSet.EMPTY, List.of()),
                new ZoneNetworks(Map.of("lan", Zones.defaultLan()), Optional.empty()),
                List.of(site),
                Set.of("lan"),
                Config.Protection.standard(),
                state,
                state.resolve("admin.sock"),
                new Config.AccessLog.Off(),
                LogLevel.INFO,
                Limits.DEFAULT,
                Timeouts.DEFAULT,
                false);
    }
}
