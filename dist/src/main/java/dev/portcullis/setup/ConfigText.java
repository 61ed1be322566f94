package dev.portcullis.setup;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A `portcullis.yaml` that says what was answered, and in comments what else an owner may want to say.
final class ConfigText {

    private static final Set<String> RESERVED = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final Answers answers;

    ConfigText(Answers answers) {
        this.answers = answers;
    }

    @Override
    public String toString() {
        return """
                # Portcullis, the front door of this house. Made by "portcullis init".
                # Every key: docs/configuration.md. After a change: portcullis check

                """ + listen() + zones() + sites() + certificates() + rest();
    }

    private String listen() {
        return answers.listen()
                .map(address -> "listen:\n  https: [" + quoted(address) + "]\n\n")
                .orElse("");
    }

    private String zones() {
        String lan = """
                # Whose address is in one of these networks belongs to the household. Everybody else is "internet".
                """;
        return answers.vpn().isEmpty() ? lan + """
                        #zones:
                        #  vpn: [10.8.0.0/24]       # your VPN's network, if you have one

                        """ : lan + "zones:\n  vpn: [" + list(answers.vpn()) + "]\n\n";
    }

    private String sites() {
        return """
                sites:
                  - hosts: [%s]
                    upstream: %s    # Home Assistant
                    # The first rule that matches decides; what no rule exposes is refused.
                    expose:
                %s""".formatted(list(answers.hosts()), plainOrQuoted(answers.upstream()), rules());
    }

    private String rules() {
        StringBuilder rules = new StringBuilder();
        for (Exposed exposed : Exposed.values()) {
            if (answers.exposed().contains(exposed)) {
                rules.append(rule(exposed));
            }
        }
        if (!uiForAll()) {
            rules.append("""
                          # The whole user interface, at home and by VPN.
                          - preset: ui
                            from: [lan, vpn]
                    """);
        }
        return rules.append('\n').toString();
    }

    private boolean uiForAll() {
        return answers.exposed().contains(Exposed.APP) || answers.exposed().contains(Exposed.EVERYTHING);
    }

    private String rule(Exposed exposed) {
        return switch (exposed) {
            case WEBHOOKS -> webhooks();
            case APP -> """
                          # The companion app, and its screens, which are the user interface, from everywhere. "lan" and "vpn" are
                          # the household; without "internet" here the app works by VPN only.
                          - preset: companion_app
                            from: [internet, lan, vpn]
                          - preset: ui
                            from: [internet, lan, vpn]
                    """;
            case ASSISTANTS -> """
                          # What the assistants call, and the pages for linking the account.
                          - preset: alexa
                            from: [internet, lan, vpn]
                          - preset: google_assistant
                            from: [internet, lan, vpn]
                    """;
            case EVERYTHING -> """
                          # All of Home Assistant; to the internet without onboarding, the Supervisor and add-ons.
                          - preset: everything
                            from: [internet, lan, vpn]
                    """;
        };
    }

    private String webhooks() {
        return answers.webhooks().isEmpty() ? """
                          # Webhooks for the internet, by their ids. An id is a secret: whoever knows it may call it.
                          #- webhooks: [doorbell-8c1f04]
                          #  from: [internet]
                    """ : """
                          # Webhooks for the internet, by their ids. An id is a secret: whoever knows it may call it.
                          - webhooks: [%s]
                            from: [internet, lan, vpn]
                    """.formatted(list(answers.webhooks()));
    }

    private String certificates() {
        return "certificates:\n"
                + switch (answers.certificate()) {
                    case Answers.Certificate.LetsEncrypt it -> """
                              # From Let's Encrypt, proven on port 443 and renewed by itself.
                              acme:
                            %s    agree_to_terms: true    # https://letsencrypt.org/repository/
                            """.formatted(email(it.email()));
                    case Answers.Certificate.ByDns it ->
                        """
                              # From Let's Encrypt, proven by a DNS record and renewed by itself.
                              acme:
                            %s    agree_to_terms: true    # https://letsencrypt.org/repository/
                                challenges: [dns-01]
                                dns:
                                  provider: %s
                                  token_file: %s    # one line; keep it to yourself: chmod 600
                                  update_address: false    # true lets the names follow your public address
                            """.formatted(email(it.email()), it.provider(), plainOrQuoted(it.tokenFile()));
                    case Answers.Certificate.Files it ->
                        """
                              # Read again whenever they change.
                              files:
                                certificate: %s
                                key: %s
                            """.formatted(plainOrQuoted(it.certificate()), plainOrQuoted(it.key()));
                    case Answers.Certificate.SelfSigned _ -> """
                              # Nobody vouches for it: browsers warn.
                              self_signed: true
                            """;
                };
    }

    private static String email(String email) {
        return email.isEmpty() ? "" : "    email: " + plainOrQuoted(email) + "\n";
    }

    private String rest() {
        String state = answers.state()
                .map(folder -> "# Bans, certificates and keys.\nstate: " + plainOrQuoted(folder) + "\n\n")
                .orElse("");
        return "\n" + state + """
                # Failed logins, probes and floods are banned and throttled without a word here. To look first:
                #protection:
                #  mode: observe

                #logs:
                #  access: /var/log/portcullis/access.log    # JSON lines without secrets
                """;
    }

    private static String list(List<String> values) {
        return values.stream().map(ConfigText::quoted).collect(Collectors.joining(", "));
    }

    /// In a list nearly everything may need quotes.
    private static String quoted(String text) {
        return isName(text) && text.indexOf('/') < 0 ? text : inQuotes(text);
    }

    private static String plainOrQuoted(String text) {
        boolean plain = isName(text)
                || (text.startsWith("http://") && isName(text.substring(7).replace(":", ".")));
        return plain ? text : inQuotes(text);
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(ConfigText::isPlain)
                && Character.isLetter(text.charAt(0))
                && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isPlain(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "._-@/".indexOf(character) >= 0;
    }

    /// YAML 1.2.2 §7.3.1; a `${` is doubled, so that it stands for itself.
    private static String inQuotes(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.replace("${", "$${").codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (point < 0x20 || point == 0x7f) {
                        quoted.append("\\x%02x".formatted(point));
                    } else {
                        quoted.appendCodePoint(point);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
