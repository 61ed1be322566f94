package dev.portcullis.acme.keep;

import dev.portcullis.acme.store.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;

/// What is done to files that must outlive a crash; reading needs no such care.
public interface Disk {

    /// As [PrivateFile] does it: mode 0600, on the disk before each method returns.
    Disk PRIVATE = new Disk() {
        @Override
        public void write(Path file, byte[] content) throws IOException {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                PrivateFile.createFolder(folder);
            }
            PrivateFile.write(file, content);
        }

        @Override
        public void rename(Path file, Path to) throws IOException {
            PrivateFile.rename(file, to);
        }
    };

    /// Refuses to change anything: for whoever looks while another process is at work.
    Disk READ_ONLY = new Disk() {
        @Override
        public boolean isWritable() {
            return false;
        }

        @Override
        public void write(Path file, byte[] content) throws IOException {
            throw new IOException("opened to be read only");
        }

        @Override
        public void rename(Path file, Path to) throws IOException {
            throw new IOException("opened to be read only");
        }
    };

    /// Whether anything can be changed at all; where not, damage is neither told nor set aside.
    default boolean isWritable() {
        return true;
    }

    /// Replaces the file's content at once; creates its folder.
    void write(Path file, byte[] content) throws IOException;

    /// Renames a file within its folder; a file of that name is replaced.
    void rename(Path file, Path to) throws IOException;
}
