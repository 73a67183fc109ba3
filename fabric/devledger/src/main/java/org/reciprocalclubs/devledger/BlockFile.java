package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.hyperledger.fabric.protos.common.Block;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain on disk: one file that only grows, a record for each block (length, CRC-32C of the block,
 * CRC-32C of these two, the block), forced to the disk before the block counts. Beside it stands the height
 * that was acknowledged last: a broken record behind that height is what a killed process was writing and
 * is cut off; anything else that is broken or missing refuses to start, naming the block. One thread
 * appends, any thread reads.
 */
final class BlockFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BlockFile.class);
  private static final int HEAD_BYTES = 12;
  private static final int LENGTH_AND_SUM_BYTES = 8;
  /** No block is larger; a length beyond it is damage. */
  static final int BLOCK_BYTES_MOST = 128 << 20;

  private final Path path;
  private final FileChannel file;
  private final AcknowledgedHeight acknowledged;
  private volatile long[] starts = new long[1_024];
  private volatile int blocks;
  private volatile ByteString tip = ByteString.EMPTY;
  private long end;

  private BlockFile(Path path, FileChannel file, AcknowledgedHeight acknowledged) {
    this.path = path;
    this.file = file;
    this.acknowledged = acknowledged;
  }

  /** Opens the chain in this directory and hands out each block that is there, in order, checked. */
  static BlockFile open(Path directory, Consumer<Block> block) {
    try {
      Path path = directory.resolve("blocks");
      var acknowledged = AcknowledgedHeight.open(directory.resolve("blocks.height"));
      var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
          StandardOpenOption.WRITE);
      var file = new BlockFile(path, channel, acknowledged);
      return file.recovered(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BlockFile recovered(Consumer<Block> block) throws IOException {
    try {
      recover(block);
      return this;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void recover(Consumer<Block> block) throws IOException {
    var reader = new RecordReader(file);
    long size = file.size();
    while (end < size) {
      ByteBuffer record = readRecord(reader, size);
      if (record == null) {
        break;
      }
      Block parsed = parse(record);
      requireFollows(parsed);
      block.accept(parsed);
      remember(HEAD_BYTES + record.limit(), parsed);
    }
    acknowledged.requireKept(path, blocks, tip);
  }

  private record Head(int length, int sum) {}

  /** Null where the file ends in a record that was being written: it is cut off. */
  private @Nullable ByteBuffer readRecord(RecordReader reader, long size) throws IOException {
    Head head = head(reader.read(HEAD_BYTES));
    if (head != null && head.length() > 0 && head.length() <= BLOCK_BYTES_MOST) {
      ByteBuffer body = reader.read(head.length());
      if (body != null && sum(body.duplicate()) == head.sum()) {
        return body;
      }
    }
    boolean last = head == null
        ? size - end < HEAD_BYTES || reader.onlyZeros(end)
        : end + HEAD_BYTES + head.length() >= size;
    if (!last || blocks < acknowledged.height()) {
      throw new LedgerFailure(
          "Block %d of the chain in %s is damaged at byte %d: restore the file from a copy."
              .formatted(blocks, path, end));
    }
    LOG.warn("Cut off a block that was being written block={} bytes={} file={}", blocks, size - end, path);
    file.truncate(end);
    file.force(true);
    return null;
  }

  /** Null where the bytes are none that were written as a head. */
  private static @Nullable Head head(@Nullable ByteBuffer bytes) {
    boolean whole = bytes != null
        && bytes.getInt(LENGTH_AND_SUM_BYTES) == sum(bytes.slice(0, LENGTH_AND_SUM_BYTES));
    return bytes == null || !whole ? null : new Head(bytes.getInt(0), bytes.getInt(Integer.BYTES));
  }

  private Block parse(ByteBuffer record) {
    try {
      return Block.parseFrom(record.duplicate());
    } catch (InvalidProtocolBufferException e) {
      throw new LedgerFailure("Block %d of the chain in %s is no block.".formatted(blocks, path), e);
    }
  }

  private void requireFollows(Block block) {
    var header = block.getHeader();
    String fault = header.getNumber() != blocks
        ? "has number " + header.getNumber()
        : !header.getPreviousHash().equals(tip)
            ? "does not follow the block before it"
            : !header.getDataHash().equals(Hashes.sha256(block.getData().getDataList()))
                ? "holds other transactions than its header says"
                : "";
    if (!fault.isEmpty()) {
      throw new LedgerFailure("Block %d of the chain in %s %s: restore the file from a copy."
          .formatted(blocks, path, fault));
    }
  }

  /** Writes the next block and forces it to the disk. */
  void append(Block block) throws IOException {
    requireFollows(block);
    byte[] bytes = block.toByteArray();
    if (bytes.length > BLOCK_BYTES_MOST) {
      throw new IOException("A block of " + bytes.length + " bytes is over " + BLOCK_BYTES_MOST);
    }
    var record = ByteBuffer.allocate(HEAD_BYTES + bytes.length).putInt(bytes.length)
        .putInt(sum(ByteBuffer.wrap(bytes)));
    record.putInt(sum(record.duplicate().flip())).put(bytes).flip();
    long at = end;
    while (record.hasRemaining()) {
      at += file.write(record, at);
    }
    file.force(false);
    remember(HEAD_BYTES + bytes.length, block);
    acknowledged.write(blocks, tip);
  }

  private void remember(int recordBytes, Block block) {
    if (blocks == starts.length) {
      starts = Arrays.copyOf(starts, blocks * 2);
    }
    starts[blocks] = end;
    end += recordBytes;
    tip = Hashes.of(block.getHeader());
    blocks = blocks + 1;
  }

  private static int sum(ByteBuffer bytes) {
    var sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  long height() {
    return blocks;
  }

  /** The hash of the last block; empty before the first. */
  ByteString tip() {
    return tip;
  }

  /** A block as it stands in the file. */
  ByteString block(long number) {
    if (number < 0 || number >= blocks) {
      throw new IllegalArgumentException("The chain has " + blocks + " blocks; there is no block " + number);
    }
    try {
      long start = starts[(int) number];
      int length = read(start, Integer.BYTES).getInt();
      return ByteString.copyFrom(read(start + HEAD_BYTES, length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer read(long from, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("The file " + path + " ends inside a block");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      file.close();
      acknowledged.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
