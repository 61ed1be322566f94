package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/// The code behind a route, by what it does with the request's body.
sealed interface View {

    /// Longest body of an ordinary view (`MAX_CLIENT_SIZE` of `components/http/const.py`), in bytes.
    int LONGEST_BODY = 16 * 1024 * 1024;

    /// Answers at once; a body is read and thrown away behind the answer.
    @FunctionalInterface
    non-sealed interface Prompt extends View {
        Answer answer(Request request);
    }

    /// Answers when the body is complete; above [#LONGEST_BODY] the client gets 413.
    @FunctionalInterface
    non-sealed interface Buffered extends View {
        Answer answer(Request request, byte[] body);
    }

    /// Takes a body of any length as it comes.
    @FunctionalInterface
    non-sealed interface Streaming extends View {
        Upload open(Request request);
    }

    /// A body that is being taken.
    interface Upload {

        /// Looks at the bytes; the caller releases them.
        void take(ByteBuf part);

        Answer finish(HttpHeaders trailers);
    }
}
