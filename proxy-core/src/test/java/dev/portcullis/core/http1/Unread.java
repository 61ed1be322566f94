package dev.portcullis.core.http1;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/// A client that takes nothing until it is told to.
final class Unread extends ChannelOutboundHandlerAdapter {

    private final List<Object> held = new ArrayList<>();
    private final List<ChannelPromise> promises = new ArrayList<>();

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        held.add(message);
        promises.add(promise);
    }

    void takeAll() {
        for (ChannelPromise promise : List.copyOf(promises)) {
            if (!promise.isVoid()) {
                promise.setSuccess();
            }
        }
    }

    void release() {
        held.forEach(ReferenceCountUtil::release);
    }
}
