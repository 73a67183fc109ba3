package org.reciprocalclubs.ledger;

import static org.reciprocalclubs.ledger.Finding.Kind.EVENT_ADDED;
import static org.reciprocalclubs.ledger.Finding.Kind.EVENT_CHANGED;
import static org.reciprocalclubs.ledger.Finding.Kind.EVENT_MISSING;
import static org.reciprocalclubs.ledger.Finding.Kind.EVENT_MOVED;
import static org.reciprocalclubs.ledger.Finding.Kind.LEAF_ADDED;
import static org.reciprocalclubs.ledger.Finding.Kind.LEAF_CHANGED;
import static org.reciprocalclubs.ledger.Finding.Kind.LEAF_MISSING;
import static org.reciprocalclubs.ledger.Finding.Kind.SALT_MISSING;
import static org.reciprocalclubs.ledger.Finding.Kind.TILE_ADDED;
import static org.reciprocalclubs.ledger.Finding.Kind.TILE_CHANGED;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.ledger.AuditRows.Place;
import org.reciprocalclubs.ledger.log.Edge;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Tile;

/**
 * Events against leaves, and leaves against the tree. Each leaf is known three times: by its event and salt,
 * by its row, and by its tile; where one of them is not like the others, that one was changed, and the tree
 * is computed from the others, so that one change is one finding.
 */
final class LeafAudit {
  private final AuditRows rows;
  private final Codecs codecs;
  private final AnchorAudit anchors;
  private final Consumer<Finding> findings;
  private final Edge edge = Edge.empty();
  private final Map<Tile, byte[]> grown = new HashMap<>();
  private Place last = Place.START;
  private Place before = Place.START;
  private @Nullable String eventBefore;
  private long alone;

  LeafAudit(AuditRows rows, Codecs codecs, AnchorAudit anchors, Consumer<Finding> findings) {
    this.rows = rows;
    this.codecs = codecs;
    this.anchors = anchors;
    this.findings = findings;
  }

  /** How many leaves were held against the tree alone. */
  long alone() {
    return alone;
  }

  /** Since when the oldest event waits for its leaf; null: none does. */
  @Nullable
  Instant waiting() {
    return rows.waiting(last, Deed.TYPES);
  }

  private void found(Finding.Kind kind, String what) {
    findings.accept(new Finding(kind, what));
  }

  /** How many leaves there are. */
  long run() {
    var tree = rows.tree();
    long size = tree.getLong("size");
    for (long from = 0; from < size; from += AuditRows.LEAVES) {
      page(from, Math.min(size, from + AuditRows.LEAVES));
    }
    compare(grown);
    for (long index = size; index <= rows.lastLeaf(); index += AuditRows.LEAVES) {
      rows.leaves(index).forEach((number, row) -> found(LEAF_ADDED,
          "Leaf " + number + " (event " + row.getUUID("event") + ") is behind the end of the log."));
    }
    anchors.end(edge, tree);
    tilesAdded(size);
    added();
    return size;
  }

  private void page(long from, long to) {
    var leaves = rows.leaves(from);
    var wanted = new ArrayList<Tile>();
    for (long at = from; at < to; at += Tile.WIDTH) {
      wanted.add(Tile.full(0, at / Tile.WIDTH));
    }
    var tiles = rows.tiles(wanted);
    for (long index = from; index < to; index++) {
      byte[] tile = tiles.get(Tile.full(0, index / Tile.WIDTH));
      int offset = (int) (index % Tile.WIDTH) * Hash.BYTES;
      var hash = tile == null || tile.length < offset + Hash.BYTES ? null : Hash.at(tile, offset);
      edge.append(leaf(index, leaves.get(index), hash));
      anchors.grown(edge);
    }
    var full = new HashMap<Tile, byte[]>();
    edge.takeChanged().forEach((tile, hashes) -> {
      if (tile.width() == Tile.WIDTH) {
        full.put(tile, hashes);
      }
      // the end of a level, until it has grown on
      grown.keySet().removeIf(old -> old.level() == tile.level() && old.index() == tile.index());
      if (tile.width() < Tile.WIDTH) {
        grown.put(tile, hashes);
      }
    });
    compare(full);
  }

  /** Tiles of hashes of hashes; those of leaves were compared leaf by leaf. */
  private void compare(Map<Tile, byte[]> computed) {
    var upper = computed.keySet().stream().filter(tile -> tile.level() > 0).toList();
    var kept = rows.tiles(upper);
    for (var tile : upper) {
      if (!Arrays.equals(kept.get(Tile.full(tile.level(), tile.index())), computed.get(tile))) {
        found(TILE_CHANGED, "Tile " + tile.path() + " has other hashes than follow from its leaves.");
      }
    }
  }

  /** The hash that the leaf has, as far as can be known. */
  private Hash leaf(long index, @Nullable Row row, @Nullable Hash inTile) {
    if (row == null) {
      found(LEAF_MISSING, "Leaf " + index + " has no row.");
      return inTile == null ? Hash.EMPTY : inTile;
    }
    var inRow = Hash.leaf(row.getBuffer("entry").getBytes());
    var name = "leaf " + index + ", event " + row.getUUID("event");
    var event = AuditRows.event(row);
    if (event == null) {
      found(EVENT_MISSING, "The event of " + name + " is not in the event store.");
    } else if (!event.id().equals(row.getUUID("event"))) {
      found(EVENT_CHANGED, "In place of the event of " + name + " there is event " + event.id() + ".");
    } else {
      order(row, name);
    }
    var deed = event == null ? null : deed(event);
    var secret = secret(row, deed);
    if (secret == null) {
      alone++;
      found(SALT_MISSING, "What the salt of " + name + " is made of is gone, and no erasure is recorded.");
    }
    var computed = deed == null || secret == null
        ? null
        : Hash.leaf(Leaf.of(deed, new Secret(secret.getBytes())).entry());
    if (deed != null && !isOf(deed, row) && Objects.equals(computed, inRow)) {
      found(LEAF_CHANGED, "The row of " + name + " names others than its event does.");
    }
    return settle(name, new Three(computed, inRow, inTile), event != null && secret != null);
  }

  /** By whom the leaf's row names, and where the row was changed by whom its event does; null: it is gone. */
  private @Nullable Buffer secret(Row row, @Nullable Deed deed) {
    var own = row.getBuffer("secret");
    if (deed == null || isOf(deed, row)) {
      return own;
    }
    var others = rows.secret(deed.subject(), deed.atClub());
    return others == null ? own : others;
  }

  /** The leaf's hash by its event, by its row and by its tile. */
  private record Three(@Nullable Hash byEvent, Hash byRow, @Nullable Hash byTile) {}

  private Hash settle(String name, Three hashes, boolean comparable) {
    boolean rowHolds = Objects.equals(hashes.byRow, hashes.byTile);
    boolean eventHolds = Objects.equals(hashes.byRow, hashes.byEvent);
    if (rowHolds) {
      if (comparable && !eventHolds) {
        found(EVENT_CHANGED, "The content of " + name + " is not what was recorded.");
      }
      return hashes.byRow;
    }
    if (eventHolds) {
      found(TILE_CHANGED, "The hash of " + name + " in its tile is not that of its row and its event.");
      return hashes.byRow;
    }
    found(LEAF_CHANGED, "The row of " + name + " is not what the tree has.");
    if (comparable && !Objects.equals(hashes.byEvent, hashes.byTile)) {
      found(EVENT_CHANGED, "The content of " + name + " is not what was recorded.");
    }
    return hashes.byTile == null ? hashes.byRow : hashes.byTile;
  }

  /** Null where the event is none that a leaf is of, any more. */
  private @Nullable Deed deed(EventRecord event) {
    if (!Deed.TYPES.contains(event.type())) {
      return null;
    }
    try {
      return Deed.of(event, codecs);
    } catch (RuntimeException unreadable) {
      return null;
    }
  }

  private static boolean isOf(Deed deed, Row row) {
    var event = deed.event();
    return event.club().equals(row.getUUID("club")) && Objects.equals(event.partner(), row.getUUID("partner"))
        && Objects.equals(deed.person(), row.getUUID("person"))
        && deed.subject().equals(row.getUUID("subject"))
        && deed.atClub().equals(row.getUUID("at_club"));
  }

  /** Leaves are in the order of the feed. */
  private void order(Row row, String name) {
    var place = Place.of(row);
    if (place.compareTo(before) < 0) {
      found(EVENT_MOVED, "The event of " + name + " stands before that of " + eventBefore
          + ", which was recorded before it.");
    }
    before = place;
    eventBefore = name;
    last = place.compareTo(last) < 0 ? last : place;
  }

  /** Nobody compares them, and anybody could be shown them. */
  private void tilesAdded(long size) {
    int level = -1;
    long index = -1;
    List<Row> page;
    do {
      page = rows.widths(level, index);
      for (var row : page) {
        level = row.getInteger("level");
        index = row.getLong("index");
        long hashes = Math.clamp((size >> (Byte.SIZE * level)) - index * Tile.WIDTH, 0, Tile.WIDTH);
        if (row.getInteger("bytes") > hashes * Hash.BYTES) {
          found(TILE_ADDED,
              "Tile " + Tile.full(level, index).path() + " has hashes behind the end of the tree.");
        }
      }
    } while (!page.isEmpty());
  }

  private void added() {
    var after = Place.START;
    List<Row> page;
    do {
      page = rows.added(after, last, Deed.TYPES);
      for (var row : page) {
        after = Place.of(row);
        found(EVENT_ADDED, "Event " + row.getUUID("id") + " (" + row.getString("type")
            + ") stands among what was recorded and is no leaf.");
      }
    } while (!page.isEmpty());
  }
}
