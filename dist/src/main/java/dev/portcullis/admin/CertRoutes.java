package dev.portcullis.admin;

import dev.portcullis.admin.CertificateDesk.RenewAnswer;
import java.util.List;
import java.util.Optional;

/// What the admin socket tells of certificates, and how they are renewed and tried out.
public final class CertRoutes {

    private final CertificateDesk desk;

    /// @param desk carries out what is asked
    public CertRoutes(CertificateDesk desk) {
        this.desk = desk;
    }

    /// All of them.
    public List<AdminRoute> all() {
        return List.of(
                route(
                        "GET",
                        "/v1/certs",
                        _ -> new AdminAnswer(200, desk.report().toJson())),
                route("POST", "/v1/certs/renew", this::renew),
                route("POST", "/v1/certs/test", this::test),
                route(
                        "GET",
                        "/v1/certs/test",
                        _ -> new AdminAnswer(200, desk.testReport().toJson())));
    }

    private interface Action {
        AdminAnswer answer(Asked asked) throws HttpRefusal;
    }

    private static AdminRoute route(String method, String path, Action action) {
        return new AdminRoute(method, path, request -> {
            try {
                return action.answer(Asked.of(request));
            } catch (HttpRefusal refusal) {
                return refusal.answer();
            }
        });
    }

    private AdminAnswer renew(Asked asked) throws HttpRefusal {
        Optional<String> name = asked.text("name");
        return switch (desk.renew(name)) {
            case RenewAnswer.Renewing(List<String> labels) ->
                AdminAnswer.object(202, json -> JsonMembers.texts(json, "renewing", labels));
            case RenewAnswer.NoSuchName() -> throw noSuchName(name);
            case RenewAnswer.NotByAuthority() -> throw notByAuthority(name);
        };
    }

    private AdminAnswer test(Asked asked) throws HttpRefusal {
        Optional<String> name = asked.text("name");
        List<CertEntry> called = desk.report().certificates().stream()
                .filter(entry -> name.map(entry::isCalled).orElse(true))
                .toList();
        if (called.isEmpty() && name.isPresent()) {
            throw noSuchName(name);
        }
        List<String> labels = called.stream()
                .filter(CertEntry::isByAuthority)
                .map(CertEntry::label)
                .toList();
        if (labels.isEmpty()) {
            throw notByAuthority(name);
        }
        if (!desk.test(name.map(_ -> labels.getFirst()))) {
            throw new HttpRefusal(
                    409, "certs test: one is under way already (expected: one at a time). Wait until it has ended.");
        }
        return AdminAnswer.object(202, json -> JsonMembers.texts(json, "testing", labels));
    }

    private static HttpRefusal noSuchName(Optional<String> name) {
        return new HttpRefusal(
                404,
                "\"%s\": no certificate is for that name (expected: one of the sites' hosts)"
                        .formatted(name.orElse("")));
    }

    private static HttpRefusal notByAuthority(Optional<String> name) {
        return new HttpRefusal(
                409,
                "%s: not from an authority (expected: certificates.acme in the configuration). %s"
                        .formatted(
                                name.map(known -> "\"" + known + "\"").orElse("certificates"),
                                "Files are read again when they change."));
    }
}
