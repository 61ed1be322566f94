package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;

/// A call to an authority that rejects many nonces: ten in a row end it, and as in life it is then made again.
final class RejectedNonces {

    private static final int CALLS = 5;

    /// What is asked of the authority.
    interface Call<T> {
        T make() throws AcmeFailure, InterruptedException;
    }

    private RejectedNonces() {}

    static <T> T outlasted(Call<T> call) throws AcmeFailure, InterruptedException {
        for (int calls = 1; ; calls++) {
            try {
                return call.make();
            } catch (AcmeFailure failure) {
                if (calls == CALLS || !failure.trouble().found().contains("anti-replay nonce")) {
                    throw failure;
                }
            }
        }
    }
}
