package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// An endless series of JPEG pictures, each a part of `multipart/x-mixed-replace`.
/// The next one is not begun before the last one is on its way.
final class Pictures implements Flow {

    private static final List<byte[]> ALL =
            List.of(Resources.bytes("front-door-1.jpg"), Resources.bytes("front-door-2.jpg"));

    private final Duration pause;
    private int shown;

    Pictures(Duration pause) {
        this.pause = pause;
    }

    static byte[] number(int index) {
        return ALL.get(index % ALL.size());
    }

    @Override
    public void start(Outlet outlet) {
        byte[] picture = number(shown++);
        String head = "--frameboundary\r\nContent-Type: image/jpeg\r\nContent-Length: " + picture.length + "\r\n\r\n";
        ByteBuf part = Unpooled.wrappedBuffer(
                head.getBytes(StandardCharsets.UTF_8), picture, "\r\n".getBytes(StandardCharsets.UTF_8));
        outlet.write(part).addListener(sent -> {
            if (sent.isSuccess()) {
                outlet.later(pause, () -> start(outlet));
            }
        });
    }
}
