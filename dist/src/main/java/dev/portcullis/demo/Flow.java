package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;

/// Something that writes a body while there is room for it. All calls come on the connection's event loop.
interface Flow {

    /// Where the body goes.
    interface Outlet {

        /// Takes the buffer over and releases it.
        ChannelFuture write(ByteBuf part);

        /// Ends the body; the headers become trailers where the body is chunked.
        void end(HttpHeaders trailers);

        /// False while the client reads too slowly: stop writing until [Flow#roomAgain].
        boolean hasRoom();

        /// Runs `task` later on the event loop, unless the connection is gone by then.
        void later(Duration pause, Runnable task);

        /// Runs `task` on the event loop, from any thread.
        void soon(Runnable task);

        /// Gives up on the client.
        void hangUp();
    }

    void start(Outlet outlet);

    default void roomAgain() {}

    /// The connection has ended, by whichever side.
    default void closed() {}
}
