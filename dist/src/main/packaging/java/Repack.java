import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes the jars of the class path anew for the package, so that the same jars always give the same bytes: entries
/// sorted, one time for all, and only what a class path needs.
///
/// Left out are native libraries (the target's lie beside the jars), module descriptors, and signatures: Java checks
/// none of ours, but would hash each class against them and keep it out of the archive of classes.
///
/// The program's own jar becomes `portcullis.jar`, to be started with `java -jar`: its manifest names the others.
///
/// Run from source: `java Repack.java FROM TO NATIVES TARGET EPOCH`. Native libraries of `TARGET` (as in
/// `Linux/x86_64`, SQLite's folder) go to `NATIVES`. A jar with nothing but native libraries is not written.
final class Repack {

    private static final String PROGRAM = "dist-";

    private final Path to;
    private final Path natives;
    private final String target;
    private final LocalDateTime time;

    private Repack(Path to, Path natives, String target, Instant time) {
        this.to = to;
        this.natives = natives;
        this.target = target;
        this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    static void main(String[] arguments) throws IOException {
        Path to = Files.createDirectories(Path.of(arguments[1]));
        Path natives = Files.createDirectories(Path.of(arguments[2]));
        Instant time = Instant.ofEpochSecond(Long.parseLong(arguments[4]));
        Repack repack = new Repack(to, natives, arguments[3], time);
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
        List<String> path = new ArrayList<>();
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            if (!name.startsWith(PROGRAM) && repack.write(jar, name, List.of())) {
                path.add(name);
            }
        }
        Path program = jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(PROGRAM))
                .findFirst()
                .orElseThrow(() -> new IOException(arguments[0] + ": no " + PROGRAM + "*.jar (expected: the built program)"));
        repack.write(program, "portcullis.jar", path);
    }

    /// Gives whether there was anything to write.
    private boolean write(Path from, String as, List<String> path) throws IOException {
        Map<String, byte[]> kept = new TreeMap<>();
        byte[] manifest = null;
        boolean classes = false;
        try (JarFile jar = new JarFile(from.toFile(), false)) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                try (InputStream in = jar.getInputStream(entry)) {
                    if (name.equals(JarFile.MANIFEST_NAME)) {
                        manifest = plain(new Manifest(in), path);
                    } else if (isNative(name)) {
                        keepNative(name, in);
                    } else if (isNeeded(name)) {
                        kept.put(name, in.readAllBytes());
                        classes |= name.endsWith(".class");
                    }
                }
            }
        }
        if (!classes) {
            return false;
        }
        try (OutputStream file = Files.newOutputStream(to.resolve(as));
                ZipOutputStream out = new ZipOutputStream(file)) {
            if (manifest != null) {
                put(out, JarFile.MANIFEST_NAME, manifest);
            }
            for (var entry : kept.entrySet()) {
                put(out, entry.getKey(), entry.getValue());
            }
        }
        return true;
    }

    private void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(time);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    /// Without the digests of single entries, which belong to a signature, and without who built it when.
    ///
    /// @param path what else belongs to the class path; if not empty, this is the program
    private static byte[] plain(Manifest signed, List<String> path) throws IOException {
        Manifest manifest = new Manifest();
        Attributes from = signed.getMainAttributes();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (Attributes.Name name : List.of(
                Attributes.Name.MULTI_RELEASE,
                Attributes.Name.IMPLEMENTATION_TITLE,
                Attributes.Name.IMPLEMENTATION_VERSION)) {
            if (from.getValue(name) != null) {
                main.put(name, from.getValue(name));
            }
        }
        if (!path.isEmpty()) {
            main.put(Attributes.Name.MAIN_CLASS, "dev.portcullis.app.Main");
            main.put(Attributes.Name.CLASS_PATH, String.join(" ", path));
        }
        var bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static boolean isNative(String name) {
        return Stream.of(".so", ".dll", ".dylib", ".jnilib", ".a").anyMatch(name::endsWith);
    }

    private void keepNative(String name, InputStream in) throws IOException {
        String file = name.substring(name.lastIndexOf('/') + 1);
        boolean netty = name.startsWith("META-INF/native/");
        boolean sqlite = name.startsWith("org/sqlite/native/" + target + "/");
        if (netty || sqlite) {
            Files.write(natives.resolve(file), in.readAllBytes());
        }
    }

    private static boolean isNeeded(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        boolean signature = upper.startsWith("META-INF/")
                && upper.indexOf('/', 9) < 0
                && Stream.of(".SF", ".RSA", ".DSA", ".EC").anyMatch(upper::endsWith);
        return !name.endsWith("/")
                && !signature
                && !name.endsWith("module-info.class")
                && !name.startsWith("META-INF/maven/")
                && !name.startsWith("META-INF/native-image/");
    }
}
