package org.reciprocalclubs.devledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.devledger.WorldState.Height;
import org.reciprocalclubs.devledger.WorldState.Versioned;

/** Snapshots that stay as they are, and the order of keys. */
class WorldStateTest {

  private final WorldState state = new WorldState();
  private long block;

  private void write(String key, @Nullable String value) {
    Map<String, @Nullable Versioned> writes = new HashMap<>();
    writes.put(key, value == null
        ? null
        : new Versioned(key, ByteString.copyFromUtf8(value), Map.of(), new Height(block, 0)));
    state.apply(block++, writes);
  }

  private static String get(WorldState.Snapshot snapshot, String key) {
    var found = snapshot.get(key);
    return found == null ? "-" : found.value().toStringUtf8();
  }

  private static List<String> keys(WorldState.Snapshot snapshot, String from, String end) {
    List<String> keys = new ArrayList<>();
    snapshot.range(from, end, false).forEachRemaining(value -> keys.add(value.key()));
    return keys;
  }

  @Test
  void aSnapshotDoesNotSeeWhatCameAfterIt() {
    write("a", "1");
    var before = state.snapshot();
    write("a", "2");
    write("b", "1");
    write("a", null);
    var after = state.snapshot();
    assertThat(get(before, "a")).isEqualTo("1");
    assertThat(keys(before, "", "")).containsExactly("a");
    assertThat(get(after, "a")).isEqualTo("-");
    assertThat(keys(after, "", "")).containsExactly("b");
    before.close();
    after.close();
  }

  @Test
  void whatNobodyCanReadAnyMoreIsForgotten() {
    write("a", "1");
    try (var held = state.snapshot()) {
      write("a", null);
      assertThat(get(held, "a")).isEqualTo("1");
      assertThat(state.size()).isEqualTo(1);
    }
    write("b", "1");
    assertThat(state.size()).isEqualTo(1);
  }

  @Test
  void keysAreOrderedByTheirBytes() {
    var beyond = new String(Character.toChars(0x1F600));
    write("k" + beyond, "1");
    write("k\uE000", "1");
    write("ka", "1");
    write("k", "1");
    try (var snapshot = state.snapshot()) {
      assertThat(keys(snapshot, "", "")).containsExactly("k", "ka", "k\uE000", "k" + beyond);
      assertThat(keys(snapshot, "k", "k" + new String(Character.toChars(0x10FFFF))))
          .containsExactly("k", "ka", "k\uE000", "k" + beyond);
      assertThat(keys(snapshot, "l", "k")).isEmpty();
    }
  }
}
