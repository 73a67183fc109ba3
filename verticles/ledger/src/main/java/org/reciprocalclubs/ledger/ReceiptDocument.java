package org.reciprocalclubs.ledger;

import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
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

  /** Where the leaf is: its index in a tree of that size, whose checkpoint and path these are. */
  record Place(long index, long size, Note checkpoint, List<Hash> path) {
    Place {
      path = List.copyOf(path);
    }
  }

  Receipt receipt() {
    return Receipt.newBuilder().setEvent(event.id().toString()).setType(event.name())
        .setState(Receipt.State.LOGGED).setIndex(place.index).setSize(place.size).setDocument(text()).build();
  }

  /** The document. */
  String text() {
    var members = new TreeMap<String, String>();
    members.put("checkpoint", CanonicalJson.quoted(place.checkpoint.toString()));
    members.put("index", Long.toString(place.index));
    members.put("leaf", leaf.text());
    members.put("proof", place.path.stream().map(hash -> CanonicalJson.quoted(hash.base64Url()))
        .collect(Collectors.joining(",", "[", "]")));
    members.put("receipt", FORM);
    members.put("salt",
        CanonicalJson.quoted(Base64.getUrlEncoder().withoutPadding().encodeToString(leaf.salt())));
    members.put("state", CanonicalJson.quoted(Receipt.State.LOGGED.name()));
    return CanonicalJson.object(members);
  }
}
