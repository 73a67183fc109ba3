package org.reciprocalclubs.ledger;

import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptAnchor;
import org.reciprocalclubs.kit.json.CanonicalJson;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Note;

/**
 * A receipt: a leaf with its salt, and the way from it to what the log said of itself, in the one form of
 * RFC 8785. Whoever has it and the log's key needs nobody else. Immutable.
 */
record ReceiptDocument(EventRecord event, Leaf leaf, Place place) {
  /** Version of the form. */
  private static final String FORM = "1";

  /**
   * Where the leaf is: its index in a tree of that size, whose checkpoint and path these are.
   *
   * @param anchor where on the ledger the tree of that size stands; null while the leaf is in none that does
   */
  record Place(long index, long size, Note checkpoint, List<Hash> path, @Nullable ReceiptAnchor anchor) {
    Place {
      path = List.copyOf(path);
    }

    Receipt.State state() {
      return anchor == null ? Receipt.State.LOGGED : Receipt.State.ANCHORED;
    }
  }

  Receipt receipt() {
    var receipt = Receipt.newBuilder().setEvent(event.id().toString()).setType(event.name())
        .setState(place.state()).setIndex(place.index).setSize(place.size).setDocument(text());
    return (place.anchor == null ? receipt : receipt.setAnchor(place.anchor)).build();
  }

  /** The document. */
  String text() {
    var members = new TreeMap<String, String>();
    if (place.anchor != null) {
      members.put("anchor", anchor(place.anchor, place.size));
    }
    members.put("checkpoint", CanonicalJson.quoted(place.checkpoint.toString()));
    members.put("index", Long.toString(place.index));
    members.put("leaf", leaf.text());
    members.put("proof", place.path.stream().map(hash -> CanonicalJson.quoted(hash.base64Url()))
        .collect(Collectors.joining(",", "[", "]")));
    members.put("receipt", FORM);
    members.put("salt",
        CanonicalJson.quoted(Base64.getUrlEncoder().withoutPadding().encodeToString(leaf.salt())));
    members.put("state", CanonicalJson.quoted(place.state().name()));
    return CanonicalJson.object(members);
  }

  private static String anchor(ReceiptAnchor anchor, long size) {
    var members = new TreeMap<String, String>();
    members.put("block", Long.toString(anchor.getBlock()));
    members.put("channel", CanonicalJson.quoted(anchor.getChannel()));
    members.put("size", Long.toString(size));
    members.put("tx", CanonicalJson.quoted(anchor.getTx()));
    return CanonicalJson.object(members);
  }
}
