package org.reciprocalclubs.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
  @ParameterizedTest
  @CsvSource({"0, 0, 256, 0/000", "1, 7, 5, 1/007.p/5", "0, 1234067, 256, 0/x001/x234/067",
      "2, 1000, 1, 2/x001/000.p/1"})
  void paths_are_those_of_the_layout(int level, long index, int width, String path) {
    var tile = new Tile(level, index, width);
    assertThat(tile.path()).isEqualTo(path);
    assertThat(Tile.parse(path)).contains(new Tile.Asked(tile, false));
  }

  @Test
  void bundles_of_entries_are_asked_for_by_the_same_numbers() {
    assertThat(Tile.parse("entries/x001/234.p/9"))
        .contains(new Tile.Asked(new Tile(0, 1_234, 9), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0/1", "0/0001", "0/x000/001", "6/000", "00/000", "0/000.p/0",
      "0/000.p/256",
      "0/000.p/257", "0/000.p/05", "0/000/", "0/x1/000", "entries", "entries/0/000", "0/../000", "-1/000",
      "0/x999/x999/x999/x999/x999/999"})
  void anything_else_is_no_tile(String path) {
    assertThat(Tile.parse(path)).isEmpty();
  }

  @Test
  void a_tile_is_as_wide_as_the_tree_has_grown() {
    assertThat(Tile.full(0, 1).within(256)).isEmpty();
    assertThat(Tile.full(0, 1).within(300)).contains(new Tile(0, 1, 44));
    assertThat(Tile.full(0, 1).within(10_000)).contains(Tile.full(0, 1));
    assertThat(Tile.full(1, 0).within(255)).isEmpty();
    assertThat(Tile.full(1, 0).within(512)).contains(new Tile(1, 0, 2));
  }
}
