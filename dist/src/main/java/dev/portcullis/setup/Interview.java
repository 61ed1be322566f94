package dev.portcullis.setup;

import dev.portcullis.setup.Answers.Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The four questions: under which name, where Home Assistant is, what to expose, and how to get certificates.
///
/// What an option says is not asked. An answer that does not do is asked again, with the reason; an option that does
/// not do, or one that nobody is there to be asked for, ends it.
final class Interview {

    private final Given given;
    private final Asking asking;
    private final Prompt prompt;
    private final HouseQuestion house;

    Interview(Given given, Prompt prompt, Trial trial, Sighting.Search search) {
        this.given = given;
        this.prompt = prompt;
        this.asking = new Asking(given, prompt, trial);
        this.house = new HouseQuestion(given, prompt, asking, search);
    }

    /// @param answers what is known already
    Answers run(Answers answers) throws Unanswered {
        Answers known = vpn(answers);
        known = hosts(known);
        known = house.ask(known);
        known = exposed(known);
        return certificate(known);
    }

    /// What was seen where the owner says that Home Assistant is.
    Optional<Sighting> seen() {
        return house.seen();
    }

    private Answers vpn(Answers answers) throws Unanswered {
        Optional<String> vpn = given.value("vpn");
        if (vpn.isEmpty()) {
            return answers;
        }
        Answers next = answers.withVpn(Words.list(vpn.get()));
        asking.refuse("vpn", vpn.get(), next);
        return next;
    }

    private Answers hosts(Answers answers) throws Unanswered {
        return asking.about(
                "host",
                "1. Under which name is the house to be reached? Several with commas.",
                "   name",
                "",
                text -> Words.list(text).isEmpty()
                        ? Asking.Read.no("a host name such as home.example.org")
                        : Asking.Read.yes(answers.withHosts(Words.list(text))));
    }

    private Answers exposed(Answers answers) throws Unanswered {
        StringBuilder question = new StringBuilder(
                "3. What may the internet reach? Several with commas. Your home and VPN reach it all.");
        for (Exposed choice : Exposed.values()) {
            question.append("\n   %-12s %s".formatted(choice.key(), choice.meaning()));
        }
        Answers next = asking.about(
                "expose",
                question.toString(),
                "   choice",
                given.value("webhooks").isPresent() ? Exposed.WEBHOOKS.key() : "",
                text -> Exposed.read(text)
                        .map(chosen -> Asking.Read.yes(answers.withExposed(chosen)))
                        .orElse(Asking.Read.no("of " + Exposed.keys())));
        return next.exposed().contains(Exposed.WEBHOOKS) ? webhooks(next) : unwanted(next);
    }

    private Answers unwanted(Answers answers) throws Unanswered {
        if (given.value("webhooks").isPresent()) {
            throw new Unanswered("--webhooks: not asked for (expected: --expose with webhooks in it)");
        }
        return answers;
    }

    private Answers webhooks(Answers answers) throws Unanswered {
        return asking.about(
                "webhooks",
                "   An automation's webhook trigger shows its id; nothing for none yet.",
                "   ids",
                "",
                text -> Asking.Read.yes(answers.withWebhooks(Words.list(text))));
    }

    private Answers certificate(Answers answers) throws Unanswered {
        StringBuilder question = new StringBuilder("4. Where does the certificate come from?");
        for (CertificateWay way : CertificateWay.values()) {
            question.append("\n   %-12s %s".formatted(way.key(), way.meaning()));
        }
        Set<CertificateWay> chosen = EnumSet.noneOf(CertificateWay.class);
        asking.about(
                "certificate",
                question.toString(),
                "   choice",
                likely(answers.hosts()).key(),
                text -> {
                    Optional<CertificateWay> way = CertificateWay.read(text);
                    way.ifPresent(chosen::add);
                    return way.map(_ -> Asking.Read.yes(answers))
                            .orElse(Asking.Read.no("one of " + CertificateWay.keys()));
                });
        return switch (chosen.iterator().next()) {
            case LETSENCRYPT -> {
                agree();
                yield email(answers, mail -> new Certificate.LetsEncrypt(mail));
            }
            case DUCKDNS -> byDns(answers, "duckdns");
            case CLOUDFLARE -> byDns(answers, "cloudflare");
            case FILES -> files(answers);
            case SELF_SIGNED -> answers.withCertificate(new Certificate.SelfSigned());
        };
    }

    private static CertificateWay likely(List<String> hosts) {
        return hosts.stream().anyMatch(host -> host.endsWith(".duckdns.org"))
                ? CertificateWay.DUCKDNS
                : CertificateWay.LETSENCRYPT;
    }

    private Answers byDns(Answers answers, String provider) throws Unanswered {
        agree();
        Answers withToken = asking.about(
                "token-file",
                "   A file with the token of your account there, and nothing else in it.",
                "   file",
                "",
                text -> text.isEmpty()
                        ? Asking.Read.no("a file with the token in it")
                        : Asking.Read.yes(answers.withCertificate(new Certificate.ByDns(provider, text, ""))));
        String token = withToken.certificate() instanceof Certificate.ByDns it ? it.tokenFile() : "";
        return email(answers, mail -> new Certificate.ByDns(provider, token, mail));
    }

    private void agree() throws Unanswered {
        String terms = "https://letsencrypt.org/repository/";
        if (given.agreed()) {
            return;
        }
        prompt.say("   Let's Encrypt's terms: " + terms);
        String answer = asking.line("agree-to-terms", "   Do you agree? [y/N]");
        if (!asking.isYes(answer)) {
            throw new Unanswered(
                    "--agree-to-terms: not agreed (expected: yes, or another --certificate). Nothing was sent to anybody.");
        }
    }

    private Answers email(Answers answers, Function<String, Certificate> certificate) throws Unanswered {
        return asking.about(
                "email",
                "   An e-mail address for its messages; nothing for none.",
                "   e-mail",
                "",
                text -> Asking.Read.yes(answers.withCertificate(certificate.apply(text))));
    }

    private Answers files(Answers answers) throws Unanswered {
        String certificate = asking.line("certificate-file", "   certificate and chain, PEM:");
        String key = asking.line("key-file", "   its key, PEM:");
        Answers next = answers.withCertificate(new Certificate.Files(certificate, key));
        asking.refuse("certificate-file", certificate, next);
        return next;
    }
}
