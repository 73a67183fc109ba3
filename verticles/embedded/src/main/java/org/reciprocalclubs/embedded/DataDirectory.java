package org.reciprocalclubs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/**
 * The directory that holds what the services keep, held by a lock on its file {@code lock} for as long as it
 * is open. The kernel drops that lock with the process, so a killed one leaves nothing to clean.
 */
final class DataDirectory implements AutoCloseable {

  private static final long LEAST_FREE_BYTES = 256L << 20;
  private static final int BYTES_PER_MEBIBYTE_SHIFT = 20;
  /** A second channel on a locked file would drop this process's own lock when closed: never open one. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  static DataDirectory open(Path wanted) {
    Path path = make(wanted);
    requireSpace(path);
    if (!HELD_HERE.add(path)) {
      throw inUse(path, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new DataDirectory(path, lock(path));
    } catch (RuntimeException e) {
      HELD_HERE.remove(path);
      throw e;
    }
  }

  private static Path make(Path wanted) {
    try {
      Files.createDirectories(wanted);
      Path path = wanted.toRealPath();
      Files.delete(Files.writeString(path.resolve(".probe"), "may this process write here?"));
      privateDirectory(path.resolve("secrets"));
      privateDirectory(path.resolve("run"));
      privateDirectory(path.resolve("pids"));
      privateDirectory(path.resolve("logs"));
      return path;
    } catch (UncheckedIOException | IOException e) {
      throw notWritable(wanted, e);
    }
  }

  private static EmbeddedFailure notWritable(Path path, Exception e) {
    return new EmbeddedFailure(
        "The data directory %s cannot be written (%s): free it or choose another with --data."
            .formatted(path, reason(e)),
        e);
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    String what = message.substring(message.lastIndexOf(':') + 1).strip();
    return message.contains(":") ? what : e.getClass().getSimpleName();
  }

  private static void requireSpace(Path path) {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < LEAST_FREE_BYTES) {
        throw new EmbeddedFailure("The data directory %s has %d MiB free and at least %d MiB are needed."
            .formatted(path, free >> BYTES_PER_MEBIBYTE_SHIFT, LEAST_FREE_BYTES >> BYTES_PER_MEBIBYTE_SHIFT));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel lock(Path path) {
    Path file = path.resolve("lock");
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.READ);
      @Nullable
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String holder = Files.readString(file).strip();
        channel.close();
        throw inUse(path, holder);
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedFailure inUse(Path path, String pid) {
    return new EmbeddedFailure("The data directory %s is in use by process %s: stop that first (deploy/down)."
        .formatted(path, pid));
  }

  /** A directory in this one, readable by nobody else, made when absent. */
  Path child(String name) {
    return privateDirectory(path.resolve(name));
  }

  static Path privateDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path pidFile(String service) {
    return child("pids").resolve(service);
  }

  Path log(String service) {
    return child("logs").resolve(service + ".log");
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD_HERE.remove(path);
    }
  }
}
