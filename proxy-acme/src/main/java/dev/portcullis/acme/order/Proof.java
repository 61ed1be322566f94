package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.ChallengeType;
import java.util.List;

/// Puts answers to challenges where an authority looks for them.
///
/// Blocks; called on virtual threads.
public interface Proof {

    /// The kind of challenge.
    ChallengeType type();

    /// How many names may be proven at the same time; 1 where a DNS zone holds one TXT value only.
    int atOnce();

    /// Puts the answers in place and returns when the authority will see them.
    ///
    /// @param tasks at most [#atOnce] of them
    /// @return takes them away again; called however the validation ends
    Answers answer(List<Task> tasks) throws AcmeFailure;

    /// What is to be proven.
    ///
    /// @param name a host name without `*.`, or an address
    record Task(String name, Offer offer) {}

    /// Answers that are in place.
    interface Answers extends AutoCloseable {
        /// Never fails: what cannot be taken away is told to the log.
        @Override
        void close();
    }
}
