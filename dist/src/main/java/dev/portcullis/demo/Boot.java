package dev.portcullis.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// One life of the house, from a start to the next stop: login flows, codes, signing keys and camera tokens are
/// new in each, as in Home Assistant; refresh tokens and states are lent by the house.
final class Boot {

    private final Settings settings;
    private final Recorder recorder;
    private final AnswerHeads heads;
    private final Forwarded forwarded;
    private final Routes routes;

    Boot(Settings settings, Recorder recorder, RefreshTokens tokens, EventBus events, BooleanSupplier stopping) {
        this.settings = settings;
        this.recorder = recorder;
        this.heads = new AnswerHeads(settings.clock());
        this.forwarded = new Forwarded(Networks.of(settings.trustedProxies()));
        Secrets secrets = new Secrets(settings.random());
        SignedPaths signedPaths = new SignedPaths(tokens, settings.clock(), secrets.key(32));
        CameraTokens cameraTokens = new CameraTokens(settings.clock(), secrets.key(32));
        Entities entities = new Entities(settings.clock(), cameraTokens);
        AuthorizationCodes codes = new AuthorizationCodes(secrets, settings.clock());
        String streamToken = secrets.hex(32);
        SocketCommands commands =
                new SocketCommands(settings, tokens, signedPaths, entities, events, secrets, streamToken);

        List<Route> all = new ArrayList<>(FrontendViews.routes());
        all.addAll(new LoginFlowViews(new LoginFlows(settings.users(), secrets, settings.clock()), codes).routes());
        all.addAll(new TokenViews(tokens, codes).routes());
        all.addAll(new WebhookViews(settings.webhooks(), recorder).routes());
        all.addAll(new ApiViews(settings, entities, events).routes());
        all.addAll(new CameraViews(cameraTokens, settings.timing().picture(), streamToken).routes());
        all.addAll(BackupViews.routes());
        all.add(Route.prompt(
                "GET",
                "/api/websocket",
                _ -> new Answer.Socket(false, () -> new HouseSocket(settings, tokens, commands))));
        all.addAll(IngressViews.routes(settings.timing()));
        this.routes = new Routes(all, new Credentials(tokens, signedPaths), stopping);
    }

    Settings settings() {
        return settings;
    }

    Recorder recorder() {
        return recorder;
    }

    AnswerHeads heads() {
        return heads;
    }

    Forwarded forwarded() {
        return forwarded;
    }

    Routes routes() {
        return routes;
    }
}
