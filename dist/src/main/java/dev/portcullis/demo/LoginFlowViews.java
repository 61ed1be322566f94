package dev.portcullis.demo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/auth/login_flow` and `/auth/providers` (`components/auth/login_flow.py`).
final class LoginFlowViews {

    private static final List<@Nullable Object> LOCAL_PROVIDER = Arrays.asList("homeassistant", null);
    private static final List<@Nullable Object> NETWORK_PROVIDER = Arrays.asList("trusted_networks", null);

    private final LoginFlows flows;
    private final AuthorizationCodes codes;

    LoginFlowViews(LoginFlows flows, AuthorizationCodes codes) {
        this.flows = flows;
        this.codes = codes;
    }

    List<Route> routes() {
        return List.of(
                Route.prompt(
                        "GET",
                        "/auth/providers",
                        _ -> Answer.json(List.of(
                                Json.object("name", "Home Assistant Local", "id", null, "type", "homeassistant")))),
                Route.prompt("GET", "/auth/login_flow", _ -> Answer.empty(405)),
                Route.buffered("POST", "/auth/login_flow", this::open),
                Route.prompt("GET", "/auth/login_flow/{flow}", _ -> Answer.broken()),
                Route.buffered("POST", "/auth/login_flow/{flow}", this::submit),
                Route.prompt(
                        "DELETE",
                        "/auth/login_flow/{flow}",
                        request -> flows.abort(request.variable("flow"))
                                ? Answer.message(200, "Flow aborted")
                                : Answer.message(404, "Invalid flow specified")));
    }

    private Answer open(Request request, byte[] body) {
        Optional<Map<String, @Nullable Object>> data = Json.readObject(body);
        if (data.isEmpty()) {
            return Answer.message(400, "Invalid JSON.");
        }
        Object handler = data.get().get("handler");
        if (!(data.get().get("client_id") instanceof String clientId)) {
            return missing("client_id");
        }
        if (!(data.get().get("redirect_uri") instanceof String redirectUri)) {
            return missing("redirect_uri");
        }
        if (!(handler instanceof List || handler instanceof String)) {
            return missing("handler");
        }
        if (!ClientIds.isValid(clientId)) {
            return Answer.message(400, "Invalid client id");
        }
        if (NETWORK_PROVIDER.equals(handler)) {
            LoginFlows.Step.Form flow = flows.open(request.client(), redirectUri);
            flows.abort(flow.flowId());
            return abort(flow.flowId(), "not_allowed", NETWORK_PROVIDER);
        }
        if (!LOCAL_PROVIDER.equals(handler) && !"homeassistant".equals(handler)) {
            return Answer.broken();
        }
        return form(flows.open(request.client(), redirectUri));
    }

    private Answer submit(Request request, byte[] body) {
        Optional<Map<String, @Nullable Object>> data = Json.readObject(body);
        if (data.isEmpty()) {
            return Answer.message(400, "Invalid JSON.");
        }
        Map<String, @Nullable Object> input = new LinkedHashMap<>(data.get());
        if (!(input.remove("client_id") instanceof String clientId)) {
            return missing("client_id");
        }
        if (!ClientIds.isValid(clientId)) {
            return Answer.message(400, "Invalid client id");
        }
        return switch (flows.submit(request.variable("flow"), request.client(), clientId, input)) {
            case LoginFlows.Step.Form form -> form(form);
            case LoginFlows.Step.Abort abort -> abort(abort.flowId(), abort.reason(), LOCAL_PROVIDER);
            case LoginFlows.Step.Done done -> done(done, request.client());
            case LoginFlows.Step.UnknownFlow _ -> Answer.message(404, "Invalid flow specified");
            case LoginFlows.Step.AddressChanged _ -> Answer.message(400, "IP address changed");
            case LoginFlows.Step.Malformed _ -> Answer.message(400, "User input malformed");
        };
    }

    private static Answer missing(String field) {
        return Answer.message(400, "Message format incorrect: required key not provided @ data['" + field + "'].");
    }

    private static Answer form(LoginFlows.Step.Form form) {
        return Answer.json(Json.object(
                "type",
                "form",
                "flow_id",
                form.flowId(),
                "handler",
                LOCAL_PROVIDER,
                "step_id",
                form.mfa() ? "mfa" : "init",
                "data_schema",
                form.mfa() ? List.of(field("code")) : List.of(field("username"), field("password")),
                "errors",
                form.error() == null ? Map.of() : Map.of("base", form.error()),
                "description_placeholders",
                form.mfa()
                        ? Json.object("mfa_module_name", "Time-based One Time Password", "mfa_module_id", "totp")
                        : null,
                "last_step",
                null));
    }

    private static Map<String, @Nullable Object> field(String name) {
        return Json.object("type", "string", "name", name, "required", true);
    }

    private static Answer abort(String flowId, String reason, List<@Nullable Object> handler) {
        return Answer.json(Json.object(
                "type", "abort",
                "flow_id", flowId,
                "handler", handler,
                "reason", reason,
                "description_placeholders", null));
    }

    private Answer done(LoginFlows.Step.Done done, String client) {
        if (!ClientIds.mayRedirect(done.clientId(), done.redirectUri())) {
            return Answer.message(403, "Invalid redirect URI");
        }
        if (!done.user().active()) {
            return Answer.message(403, "Login blocked: User is not active");
        }
        if (done.user().localOnly() && !Networks.LOCAL.contains(client)) {
            return Answer.message(403, "Login blocked: User cannot authenticate remotely");
        }
        return Answer.json(Json.object(
                "version",
                1,
                "type",
                "create_entry",
                "flow_id",
                done.flowId(),
                "handler",
                LOCAL_PROVIDER,
                "description",
                null,
                "description_placeholders",
                null,
                "result",
                codes.create(done.clientId(), done.user())));
    }
}
