package dev.portcullis.rules.signal;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import org.jspecify.annotations.Nullable;

/// What signals are read from in a request; valid while its exchange is.
public interface RequestView {

    Address client();

    Zone zone();

    /// Index of the site in the policy; -1 while it is not known.
    int site();

    String method();

    /// The target as sent, query included.
    String target();

    /// The path that was judged; null if the request was refused before.
    @Nullable
    NormalPath path();

    /// The first field of that name.
    ///
    /// @param name lower case
    @Nullable
    String field(String name);
}
