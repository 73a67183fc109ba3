package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How many blocks were acknowledged and the hash of the last of them, written after each block without
 * being forced: it may lag behind after a loss of power, and is never ahead. One thread.
 */
final class AcknowledgedHeight implements AutoCloseable {

  private static final int HASH_BYTES = 32;
  private static final int SUMMED_BYTES = Long.BYTES + HASH_BYTES;
  private static final int BYTES = SUMMED_BYTES + Integer.BYTES;

  private final FileChannel file;
  private final long height;
  private final ByteString tip;

  private AcknowledgedHeight(FileChannel file, long height, ByteString tip) {
    this.file = file;
    this.height = height;
    this.tip = tip;
  }

  static AcknowledgedHeight open(Path path) throws IOException {
    var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
        StandardOpenOption.WRITE);
    var buffer = ByteBuffer.allocate(BYTES);
    boolean whole = file.read(buffer, 0) == BYTES && buffer.getInt(SUMMED_BYTES) == sum(buffer);
    return whole
        ? new AcknowledgedHeight(file, buffer.getLong(0),
            ByteString.copyFrom(buffer.slice(Long.BYTES, HASH_BYTES)))
        : new AcknowledgedHeight(file, 0, ByteString.EMPTY);
  }

  private static int sum(ByteBuffer buffer) {
    var sum = new CRC32C();
    sum.update(buffer.slice(0, SUMMED_BYTES));
    return (int) sum.getValue();
  }

  /** As of the start. */
  long height() {
    return height;
  }

  void requireKept(Path blocks, long found, ByteString foundTip) {
    if (found < height) {
      throw new LedgerFailure("Block %d of the chain in %s was acknowledged and is missing: restore the file."
          .formatted(found, blocks));
    }
    if (found == height && found > 0 && !foundTip.equals(tip)) {
      throw new LedgerFailure(
          "Block %d of the chain in %s is not the one that was acknowledged: restore the file."
              .formatted(found - 1, blocks));
    }
  }

  void write(long blocks, ByteString hash) throws IOException {
    var buffer = ByteBuffer.allocate(BYTES).putLong(blocks).put(hash.asReadOnlyByteBuffer());
    buffer.putInt(sum(buffer)).flip();
    file.write(buffer, 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
