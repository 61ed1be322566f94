package dev.portcullis.demo;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// Finds the view for a request, in the order of Home Assistant: filter (400), path (404), method (405), stopping
/// (503), credentials (401).
final class Routes {

    private final List<Route> routes;
    private final Credentials credentials;
    private final BooleanSupplier stopping;

    Routes(List<Route> routes, Credentials credentials, BooleanSupplier stopping) {
        this.routes = List.copyOf(routes);
        this.credentials = credentials;
        this.stopping = stopping;
    }

    /// The view and the request as this view sees it.
    record Found(View view, Request request) {}

    Found find(Request request) {
        if (SecurityFilter.refuses(request.target())) {
            return refusal(request, Answer.error(400));
        }
        SortedSet<String> allowed = new TreeSet<>();
        boolean anyOrigin = false;
        for (Route route : routes) {
            Optional<Map<String, String>> variables =
                    route.match(request.target().path());
            if (variables.isPresent()) {
                if (route.methods().contains(request.method())) {
                    return enter(route, request.with(variables.get(), credentials.caller(request)));
                }
                allowed.addAll(route.methods());
                anyOrigin |= route.anyOrigin();
            }
        }
        if (allowed.isEmpty()) {
            return refusal(request, Answer.error(404));
        }
        if (request.method().equals("OPTIONS")) {
            return refusal(request, Preflight.answer(request.headers(), allowed, anyOrigin));
        }
        return refusal(request, methodNotAllowed(allowed));
    }

    private Found enter(Route route, Request request) {
        if (stopping.getAsBoolean()) {
            return refusal(request, Answer.empty(503));
        }
        if (route.guarded() && request.caller().isEmpty()) {
            return refusal(request, Answer.error(401));
        }
        return new Found(route.view(), request);
    }

    private static Found refusal(Request request, Answer answer) {
        return new Found((View.Prompt) _ -> answer, request);
    }

    private static Answer methodNotAllowed(SortedSet<String> allowed) {
        allowed.add("OPTIONS");
        HttpHeaders headers =
                new DefaultHttpHeaders().set("Content-Type", Answer.TEXT).set("Allow", String.join(",", allowed));
        byte[] body = "405: Method Not Allowed".getBytes(StandardCharsets.UTF_8);
        return new Answer.Whole(Answer.error(405).status(), headers, body, false, false);
    }
}
