package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Which proofs are left to be tried, in which order, and what those before them have failed with.
final class ProofChoice {

    private final List<String> names;
    private final List<Proof> left = new ArrayList<>();
    private final List<AcmeTrouble> troubles = new ArrayList<>();

    /// @param proofs in the order of the configuration; those that cannot prove all the names are left out
    /// @throws AcmeFailure `NO_CHALLENGE` if none is left
    ProofChoice(List<Proof> proofs, List<String> names) throws AcmeFailure {
        this.names = List.copyOf(names);
        proofs.stream()
                .filter(proof -> names.stream().allMatch(name -> proof.type().suits(name)))
                .forEach(left::add);
        if (left.isEmpty()) {
            boolean wildcard = names.stream().anyMatch(name -> name.startsWith("*."));
            throw new AcmeFailure(AcmeTrouble.of(
                    Cause.NO_CHALLENGE,
                    what(),
                    "configured is " + keys(proofs.stream().map(Proof::type).toList())
                            + ", which cannot prove all of these names",
                    wildcard
                            ? "Add dns-01 to `challenges` and set `dns`: a wildcard can be proven in no other way."
                            : "Add tls-alpn-01 to `challenges`: an address cannot be proven by DNS."));
        }
    }

    /// Lets this kind be tried before the others, if it is there.
    void prefer(ChallengeType type) {
        left.stream().filter(proof -> proof.type() == type).findFirst().ifPresent(proof -> {
            left.remove(proof);
            left.addFirst(proof);
        });
    }

    /// The proof to begin an order with.
    ///
    /// @throws AcmeFailure if all have failed
    Proof first() throws AcmeFailure {
        if (left.isEmpty()) {
            throw new AcmeFailure(worst());
        }
        return left.getFirst();
    }

    /// The first one that is left and that is offered for each of them.
    ///
    /// @throws AcmeFailure if all have failed, or `NO_CHALLENGE` if none of them is offered
    Proof next(List<AuthorizationView> pending) throws AcmeFailure {
        first();
        for (Proof proof : left) {
            if (pending.stream().allMatch(view -> offers(view).contains(proof.type()))) {
                return proof;
            }
        }
        if (!troubles.isEmpty()) {
            throw new AcmeFailure(worst());
        }
        List<ChallengeType> offered = new ArrayList<>(List.of(ChallengeType.values()));
        pending.forEach(view -> offered.retainAll(offers(view)));
        String here = left.stream().map(proof -> proof.type().key()).collect(Collectors.joining(", "));
        throw new AcmeFailure(AcmeTrouble.of(
                Cause.NO_CHALLENGE,
                what(),
                "the authority offers " + keys(offered) + "; configured for these names is " + here,
                offered.isEmpty()
                        ? "Ask another authority, or for one certificate a name: nothing suits all of these names."
                        : "Add " + keys(offered) + " to `challenges`."));
    }

    void failed(Proof proof, AcmeTrouble trouble) {
        left.remove(proof);
        troubles.add(trouble);
    }

    /// How many troubles there were so far.
    int failures() {
        return troubles.size();
    }

    /// The last one that needs the owner, else the last one; the others are named in it.
    private AcmeTrouble worst() {
        AcmeTrouble worst = troubles.reversed().stream()
                .filter(trouble -> trouble.cause().needsOwner())
                .findFirst()
                .orElseGet(troubles::getLast);
        String others = troubles.stream()
                .filter(trouble -> !trouble.equals(worst))
                .map(trouble -> "; before that " + trouble.where() + ": " + trouble.found())
                .collect(Collectors.joining());
        return new AcmeTrouble(worst.cause(), worst.where(), worst.found() + others, worst.remedy(), worst.notBefore());
    }

    private String what() {
        return "challenges for " + String.join(", ", names);
    }

    private static List<ChallengeType> offers(AuthorizationView view) {
        return view.offers().stream().map(Offer::type).toList();
    }

    private static String keys(List<ChallengeType> types) {
        return types.isEmpty()
                ? "none that we know"
                : types.stream().map(ChallengeType::key).collect(Collectors.joining(", "));
    }
}
