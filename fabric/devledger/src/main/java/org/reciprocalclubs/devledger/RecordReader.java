package org.reciprocalclubs.devledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads a file's records from its beginning through one buffer. */
final class RecordReader {

  private static final int BUFFER_BYTES = 1 << 20;

  private final FileChannel file;
  private final InputStream stream;

  RecordReader(FileChannel file) throws IOException {
    this.file = file.position(0);
    this.stream = new BufferedInputStream(Channels.newInputStream(file), BUFFER_BYTES);
  }

  /** The next bytes; null where the file ends before. */
  @Nullable
  ByteBuffer read(int bytes) throws IOException {
    byte[] read = stream.readNBytes(bytes);
    return read.length == bytes ? ByteBuffer.wrap(read) : null;
  }

  /** Whether nothing but zeros stands from here on: space that the disk gave for what was never written. */
  boolean onlyZeros(long from) throws IOException {
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long at = from;
    int read;
    while ((read = file.read(buffer.clear(), at)) > 0) {
      for (int i = 0; i < read; i++) {
        if (buffer.get(i) != 0) {
          return false;
        }
      }
      at += read;
    }
    return true;
  }
}
