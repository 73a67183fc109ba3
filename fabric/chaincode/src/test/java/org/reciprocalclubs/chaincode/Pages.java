package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a list to its end, in pages of different sizes. */
final class Pages {

  private Pages() {}

  /** @return one member of every item, as text; the same whatever the pages' size */
  static List<String> all(MemoryPeer peer, String member, String function, String... arguments) {
    var whole = all(peer, 100, member, function, arguments);
    for (int size : new int[]{1, 2, 3, 7, whole.size() + 1}) {
      assertThat(all(peer, size, member, function, arguments)).as("pages of " + size).isEqualTo(whole);
    }
    return whole;
  }

  private static List<String> all(MemoryPeer peer, int size, String member, String function,
      String... arguments) {
    var found = new ArrayList<String>();
    var bookmark = "";
    do {
      var call = Stream.concat(Stream.of(arguments), Stream.of("" + size, bookmark)).toArray(String[]::new);
      var page = peer.evaluate("AnyMSP", function, call).json();
      var items = page.getJSONArray("items");
      assertThat(items.length()).isLessThanOrEqualTo(size);
      bookmark = page.getString("bookmark");
      assertThat(bookmark.isEmpty() || items.length() == size).isTrue();
      items.forEach(item -> found.add(((org.json.JSONObject) item).get(member).toString()));
    } while (!bookmark.isEmpty());
    return found;
  }
}
