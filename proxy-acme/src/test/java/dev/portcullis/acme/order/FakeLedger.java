package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A ledger in memory that writes down its calls and can fail at each of them.
final class FakeLedger implements OrderLedger {

    final List<String> calls = new ArrayList<>();
    Optional<OpenOrder> open = Optional.empty();
    Crash crash = _ -> {};

    /// Asked with the line that was just written down.
    @FunctionalInterface
    interface Crash {
        void at(String call) throws AcmeFailure;
    }

    @Override
    public Optional<OpenOrder> open() {
        return open;
    }

    @Override
    public void registering() throws AcmeFailure {
        note("registering");
    }

    @Override
    public void ordering(List<String> names, boolean replaces) throws AcmeFailure {
        note("ordering " + names + (replaces ? " in place of another" : ""));
    }

    @Override
    public void ordered(OpenOrder order) throws AcmeFailure {
        note("ordered " + order.challenge().key());
        open = Optional.of(order);
    }

    @Override
    public void proving(String name) throws AcmeFailure {
        note("proving " + name);
    }

    @Override
    public void notProven(String name, ChallengeType challenge, AcmeTrouble trouble) throws AcmeFailure {
        note("not proven " + name + " by " + challenge.key());
    }

    @Override
    public void proven(ChallengeType challenge) throws AcmeFailure {
        note("proven by " + challenge.key());
    }

    @Override
    public void closed(boolean issued) throws AcmeFailure {
        note(issued ? "closed" : "closed without a certificate");
        open = Optional.empty();
    }

    long count(String prefix) {
        return calls.stream().filter(call -> call.startsWith(prefix)).count();
    }

    private void note(String call) throws AcmeFailure {
        calls.add(call);
        crash.at(call);
    }
}
