package org.reciprocalclubs.ledger.log;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a run of hashes is kept: tile {@code index} of level {@code level} holds hashes of subtrees of
 * 2^(8 * level) leaves, 256 of them once it is full. Paths are those of C2SP tlog-tiles, so that the log can
 * be read as static files by any client of that format. Immutable.
 *
 * @param level 0 for hashes of leaves
 * @param index among the tiles of its level, from 0
 * @param width hashes in it: 256, or less where the tree ends
 */
public record Tile(int level, long index, int width) {
  /** Levels of the tree in one tile. */
  public static final int HEIGHT = 8;
  /** Hashes in a full tile. */
  public static final int WIDTH = 1 << HEIGHT;
  /** What a level may be in a path: six bits. */
  static final int LEVEL_MAX = 5;

  private static final int GROUP = 1_000;
  private static final int PATH_MAX = 80;
  private static final Pattern PATH = Pattern
      .compile("(entries|0|[1-5])((?:/x[0-9]{3}){0,5}/[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public Tile {
    if (level < 0 || level > LEVEL_MAX || index < 0 || index >= 1L << (Node.LEVELS - HEIGHT) || width < 1
        || width > WIDTH) {
      throw new IllegalArgumentException("There is no such tile");
    }
  }

  /** The tile once it is full. */
  public static Tile full(int level, long index) {
    return new Tile(level, index, WIDTH);
  }

  /** The tile as it is in a tree of {@code size} leaves; empty when that tree has no such tile. */
  public Optional<Tile> within(long size) {
    long hashes = (size >>> (HEIGHT * level)) - index * WIDTH;
    return hashes < 1
        ? Optional.empty()
        : Optional.of(new Tile(level, index, (int) Math.min(hashes, WIDTH)));
  }

  /** Its path below {@code /tile/}: {@code 1/x001/x234/067.p/5}. */
  public String path() {
    return level + "/" + name();
  }

  private String name() {
    var name = new StringBuilder("%03d".formatted(index % GROUP));
    for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
      name.insert(0, "x%03d/".formatted(rest % GROUP));
    }
    return width == WIDTH ? name.toString() : name.append(".p/").append(width).toString();
  }

  /** What a path below {@code /tile/} asks for. */
  public record Asked(Tile tile, boolean entries) {}

  /** Reads such a path, or that of a bundle of entries; empty when it is neither, or not the one spelling. */
  public static Optional<Asked> parse(String path) {
    var match = PATH.matcher(path.length() > PATH_MAX ? "" : path);
    if (!match.matches()) {
      return Optional.empty();
    }
    boolean entries = match.group(1).equals("entries");
    long index = Long.parseLong(match.group(2).replaceAll("[/x]", ""));
    int width = match.group(3) == null ? WIDTH : Integer.parseInt(match.group(3));
    if (width > WIDTH || match.group(3) != null && width == WIDTH || index >= 1L << (Node.LEVELS - HEIGHT)) {
      return Optional.empty();
    }
    var tile = new Tile(entries ? 0 : Integer.parseInt(match.group(1)), index, width);
    return Optional.of(new Asked(tile, entries))
        .filter(asked -> ("/" + tile.name()).startsWith(match.group(2)));
  }
}
