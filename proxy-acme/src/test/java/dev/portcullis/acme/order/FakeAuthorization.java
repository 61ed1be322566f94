package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Names;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One name that [FakeAuthority] wants to be proven.
final class FakeAuthorization {

    final URI url;
    final String wanted;

    AuthorizationView.Status status = AuthorizationView.Status.PENDING;
    Optional<ChallengeType> begun = Optional.empty();
    Instant validUntil = Instant.MIN;
    int turnsLeft;

    private Optional<AcmeTrouble> error = Optional.empty();

    FakeAuthorization(URI url, String wanted) {
        this.url = url;
        this.wanted = wanted;
    }

    void decide(FakeAuthority.Eye eye, Instant provenUntil) {
        if (status == AuthorizationView.Status.PENDING) {
            error = eye.look(Names.base(wanted), offer(begun.orElseThrow()));
            status = error.isPresent() ? AuthorizationView.Status.INVALID : AuthorizationView.Status.VALID;
            validUntil = error.isPresent() ? Instant.MIN : provenUntil;
        }
    }

    AuthorizationView view(Set<ChallengeType> offered, Optional<Instant> askAgain) {
        List<Offer> offers = Stream.of(ChallengeType.values())
                .filter(offered::contains)
                .filter(type -> type.suits(wanted))
                .map(this::offer)
                .toList();
        return new AuthorizationView(
                url,
                Names.base(wanted),
                wanted.startsWith("*."),
                status,
                offers,
                status == AuthorizationView.Status.PENDING ? askAgain : Optional.empty());
    }

    Optional<ChallengeType> typeOf(URI challenge) {
        return Stream.of(ChallengeType.values())
                .filter(type -> challenge(type).equals(challenge))
                .findFirst();
    }

    private Offer offer(ChallengeType type) {
        boolean ours = begun.filter(type::equals).isPresent();
        String token = "token-" + type.key() + url.getPath().replace('/', '-');
        return new Offer(challenge(type), type, token, token + ".thumbprint", ours, ours ? error : Optional.empty());
    }

    private URI challenge(ChallengeType type) {
        return URI.create(url + "/" + type.key());
    }
}
