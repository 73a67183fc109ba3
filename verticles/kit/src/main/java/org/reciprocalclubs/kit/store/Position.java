package org.reciprocalclubs.kit.store;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the feed: "epoch:xid.seq". Opaque to everyone outside; only this class takes it apart. Positions
 * compare within one epoch; a restore of the database begins another, and nothing can be said across epochs.
 * Immutable.
 *
 * @param epoch which life of the database
 * @param xid transaction that wrote the event
 * @param seq the event within all events
 */
public record Position(String epoch, long xid, long seq) implements Comparable<Position> {
  private static final Pattern FORM = Pattern.compile("([0-9a-z]{1,32}):([0-9]{1,18})\\.([0-9]{1,18})");
  private static final Pattern EPOCH = Pattern.compile("[0-9a-z]{1,32}");

  public Position {
    if (!EPOCH.matcher(epoch).matches() || xid < 0 || seq < 0) {
      throw new IllegalArgumentException("not a position");
    }
  }

  /** Before the first event of an epoch. */
  public static Position start(String epoch) {
    return new Position(epoch, 0, 0);
  }

  /** Reads what {@link #toString} wrote; empty when it is something else. */
  public static Optional<Position> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    return Optional
        .of(new Position(match.group(1), Long.parseLong(match.group(2)), Long.parseLong(match.group(3))));
  }

  /** @return whether both belong to the same life of the database, so that they can be compared */
  public boolean sameEpoch(Position other) {
    return epoch.equals(other.epoch);
  }

  /** @return whether this comes later; false across epochs */
  public boolean isAfter(Position other) {
    return sameEpoch(other) && compareTo(other) > 0;
  }

  /** Order within an epoch; across epochs an arbitrary order by name, so that sorted sets keep working. */
  @Override
  public int compareTo(Position other) {
    int byEpoch = epoch.compareTo(other.epoch);
    if (byEpoch != 0) {
      return byEpoch;
    }
    int byXid = Long.compare(xid, other.xid);
    return byXid != 0 ? byXid : Long.compare(seq, other.seq);
  }

  @Override
  public String toString() {
    return epoch + ":" + xid + "." + seq;
  }
}
