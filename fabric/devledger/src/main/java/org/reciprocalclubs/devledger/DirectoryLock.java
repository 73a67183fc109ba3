package org.reciprocalclubs.devledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a ledger's directory for one process, until it is closed or the process is gone. */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  static DirectoryLock hold(Path directory) {
    try {
      var file = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
      if (!locked(file)) {
        file.close();
        throw new LedgerFailure("The ledger in %s is in use: stop that first.".formatted(directory));
      }
      return new DirectoryLock(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      @Nullable
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
