package org.reciprocalclubs.chaincode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.jspecify.annotations.Nullable;

/**
 * A part of what stands under a range of keys, in the keys' order: {@code {"bookmark":"..","items":[..]}}.
 * The bookmark is what the next call is to be given, and empty where there is no more. It is opaque: the key
 * that comes next.
 *
 * @param range what the keys begin with
 * @param start the first key, encoded as a bookmark; empty for the range's first
 */
record Page(CompositeKey range, int size, String start) {
  private static final Pattern BOOKMARK = Pattern.compile("\\A[A-Za-z0-9_-]{0,1024}\\z");

  /** As a caller asks for it. */
  static Page of(CompositeKey range, String pageSize, String bookmark) {
    int size = Arguments.pageSize("pageSize", pageSize);
    if (!BOOKMARK.matcher(bookmark).find()) {
      throw Refusal.invalid("bookmark", "is none that was given");
    }
    return new Page(range, size, within(range, bookmark));
  }

  /** The same, from a key on where the caller has no bookmark. */
  Page from(CompositeKey first) {
    return start.isEmpty() ? new Page(range, size, first.toString()) : this;
  }

  /** A key outside of the range would read what was not asked for. */
  private static String within(CompositeKey range, String bookmark) {
    if (bookmark.isEmpty()) {
      return "";
    }
    try {
      var key = new String(Base64.getUrlDecoder().decode(bookmark), StandardCharsets.UTF_8);
      if (key.startsWith(range.toString())) {
        return key;
      }
    } catch (IllegalArgumentException noBase64) {
      // refused below, as what was never given
    }
    throw Refusal.invalid("bookmark", "is none that was given for this list");
  }

  /** @param item makes of what stands under a key what is listed */
  String read(ClubsContext ledger, UnaryOperator<Fact> item) {
    var found = new ArrayList<Fact>();
    var next = pageOf(ledger, found);
    var text = new StringBuilder("{\"bookmark\":\"").append(next).append("\",\"items\":[");
    for (int i = 0; i < found.size(); i++) {
      text.append(i == 0 ? "" : ",").append(item.apply(found.get(i)));
    }
    return text.append("]}").toString();
  }

  private String pageOf(ClubsContext ledger, ArrayList<Fact> found) {
    try (var results = ledger.getStub().getStateByPartialCompositeKeyWithPagination(range, size, start)) {
      for (var each : results) {
        found.add(Fact.parse(each.getValue()));
      }
      return encoded(results.getMetadata().getBookmark());
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception notClosed) {
      throw new IllegalStateException(notClosed);
    }
  }

  private static String encoded(@Nullable String key) {
    return key == null
        ? ""
        : Base64.getUrlEncoder().withoutPadding()
            .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }
}
