package org.reciprocalclubs.bench;

import io.vertx.core.buffer.Buffer;

/** Looks into what was received without making text of it. */
final class Bytes {
  private Bytes() {}

  /**
   * @param end where to stop looking
   * @return where the part begins, or -1
   */
  static int indexOf(Buffer buffer, byte[] part, int end) {
    for (int at = 0; at + part.length <= Math.min(end, buffer.length()); at++) {
      int same = 0;
      while (same < part.length && buffer.getByte(at + same) == part[same]) {
        same++;
      }
      if (same == part.length) {
        return at;
      }
    }
    return -1;
  }
}
