package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and its answer.
final class Exchange {

    private final ChannelHandlerContext ctx;
    private final Boot boot;
    private final HttpRequest head;
    private final Consumer<Exchange> progress;
    private final AnswerWriter writer;
    private View.@Nullable Upload upload;
    private Answer.@Nullable Socket socket;
    private @Nullable Request request;
    private boolean answerStarted;
    private boolean answerOver;
    private boolean bodyOver;
    private boolean keepAlive;

    Exchange(ChannelHandlerContext ctx, Boot boot, HttpRequest head, Consumer<Exchange> progress) {
        this.ctx = ctx;
        this.boot = boot;
        this.head = head;
        this.progress = progress;
        this.writer = new AnswerWriter(ctx, boot.heads());
        this.keepAlive = HttpUtil.isKeepAlive(head);
    }

    ChannelHandlerContext context() {
        return ctx;
    }

    boolean answerOver() {
        return answerOver;
    }

    boolean bodyOver() {
        return bodyOver;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    void begin() {
        String expected = head.headers().get("Expect", "");
        if (expected.equalsIgnoreCase("100-continue")) {
            writer.goOn();
        } else if (!expected.isEmpty()) {
            answer(Answer.text(417, "Unknown Expect: " + expected));
            return;
        }
        InetSocketAddress peer = (InetSocketAddress) ctx.channel().remoteAddress();
        Optional<String> client = boot.forwarded().client(peer.getAddress(), head.headers());
        Target target = Target.parse(head.uri());
        Request raw = new Request(
                head.method().name(), target, head.headers(), client.orElse(""), Map.of(), Optional.empty());
        if (client.isEmpty()) {
            request = raw;
            answer(Answer.error(400));
            return;
        }
        enter(boot.routes().find(raw));
    }

    private void enter(Routes.Found found) {
        Request asked = found.request();
        request = asked;
        try {
            switch (found.view()) {
                case View.Prompt view -> answer(view.answer(asked));
                case View.Buffered view -> upload = new Buffering(asked, view);
                case View.Streaming view -> upload = view.open(asked);
            }
        } catch (RuntimeException _) {
            answer(Answer.broken());
        }
    }

    void body(ByteBuf part) {
        if (upload != null) {
            upload.take(part);
        }
    }

    void bodyEnd(HttpHeaders trailers) {
        bodyOver = true;
        if (upload != null && !answerStarted) {
            try {
                answer(upload.finish(trailers));
            } catch (RuntimeException _) {
                answer(Answer.broken());
            }
        }
        if (socket != null && request != null) {
            upgrade(request, socket);
        }
    }

    private void answer(Answer answer) {
        answerStarted = true;
        upload = null;
        switch (answer) {
            case Answer.Whole whole -> {
                keepAlive &= !whole.close();
                writer.whole(whole, head, keepAlive);
                over();
            }
            case Answer.Flowing flowing -> {
                keepAlive &= AnswerWriter.canEnd(flowing, head);
                writer.flowing(flowing, head, keepAlive, this::over);
            }
            case Answer.Socket later -> socket = later;
        }
    }

    private void upgrade(Request asked, Answer.Socket wanted) {
        socket = null;
        SocketUpgrade upgrade = new SocketUpgrade(ctx, boot.heads());
        Answer.@Nullable Whole refusal = upgrade.perform(asked, wanted);
        if (refusal != null) {
            answer(refusal);
        }
    }

    private void over() {
        if (head.headers().contains("Upgrade") && ctx.pipeline().get(WireDecoder.class) != null) {
            ctx.pipeline().get(WireDecoder.class).stayWithHttp();
        }
        answerOver = true;
        progress.accept(this);
    }

    void roomAgain() {
        writer.roomAgain();
    }

    void closed() {
        writer.closed();
    }

    /// Collects the body of an ordinary view, up to its limit.
    private final class Buffering implements View.Upload {

        private final Request asked;
        private final View.Buffered view;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Buffering(Request asked, View.Buffered view) {
            this.asked = asked;
            this.view = view;
        }

        @Override
        public void take(ByteBuf part) {
            long size = (long) bytes.size() + part.readableBytes();
            if (size > View.LONGEST_BODY) {
                answer(Answer.text(
                        413, "Maximum request body size " + View.LONGEST_BODY + " exceeded, actual body size " + size));
            } else {
                bytes.writeBytes(ByteBufUtil.getBytes(part));
            }
        }

        @Override
        public Answer finish(HttpHeaders trailers) {
            return view.answer(asked, bytes.toByteArray());
        }
    }
}
