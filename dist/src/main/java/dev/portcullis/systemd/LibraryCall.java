package dev.portcullis.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// One function of the C library that returns -1 and sets `errno` when it fails.
///
/// For the little that speaking with systemd takes and the JDK does not offer. Constants are those of Linux.
@SuppressWarnings("restricted") // functions of C are what it is for; the launcher allows native access
final class LibraryCall {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final long LONGEST_EXPLANATION = 256;

    private final String name;
    private final MethodHandle function;

    private LibraryCall(String name, MethodHandle function) {
        this.name = name;
        this.function = function;
    }

    /// @param options such as which arguments are variadic
    static LibraryCall of(String name, FunctionDescriptor shape, Linker.Option... options) {
        List<Linker.Option> all = new ArrayList<>(List.of(options));
        all.add(Linker.Option.captureCallState("errno"));
        return new LibraryCall(name, LINKER.downcallHandle(address(name), shape, all.toArray(Linker.Option[]::new)));
    }

    private static MemorySegment address(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    /// Calls it.
    ///
    /// @return what it returned, never -1
    /// @throws IOException if it failed, with what the system says to that
    long with(Object... arguments) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            List<Object> all = new ArrayList<>(List.of(state));
            all.addAll(List.of(arguments));
            long result = ((Number) invoke(function, all)).longValue();
            if (result == -1) {
                throw new IOException(name + ": " + explanation((int) ERRNO.get(state, 0L)));
            }
            return result;
        }
    }

    private static String explanation(int error) {
        MethodHandle strerror = LINKER.downcallHandle(
                address("strerror"), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        return ((MemorySegment) invoke(strerror, List.of(error)))
                .reinterpret(LONGEST_EXPLANATION)
                .getString(0);
    }

    private static Object invoke(MethodHandle function, List<Object> arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a function of C throws nothing", e);
        }
    }
}
