package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.kit.bus.Problem;

class PagingTest {

  @Test
  void nothingAskedIsTheFirstPageOfTen() {
    var paging = Paging.of(PageRequest.getDefaultInstance());
    assertThat(paging).isEqualTo(new Paging(1, 10, null));
    assertThat(paging.offset()).isZero();
  }

  @Test
  void aCursorComesBackAsTheMarkItWasMadeFrom() {
    var mark = new Paging.Mark(Instant.parse("2026-06-16T18:20:11.123456Z"), UUID.randomUUID());
    var info = new Paging(1, 2, null).info(5, 2, mark);
    var next = Paging.of(PageRequest.newBuilder().setPageSize(2).setCursor(info.getNextCursor()).build());
    assertThat(next.after()).isEqualTo(mark);
    assertThat(next.offset()).isZero();
  }

  @Test
  void theLastPageHasNoNext() {
    var info = new Paging(3, 2, null).info(5, 1, new Paging.Mark(Instant.EPOCH, new UUID(0, 1)));
    assertThat(info.getHasNextPage()).isFalse();
    assertThat(info.hasNextCursor()).isFalse();
    assertThat(info.getHasPrevPage()).isTrue();
    assertThat(info.getTotalPages()).isEqualTo(3);
  }

  @Test
  void whatIsOutOfBoundsNamesItsField() {
    assertThatThrownBy(() -> Paging.of(PageRequest.newBuilder().setPageSize(101).build()))
        .isInstanceOfSatisfying(Problem.class,
            told -> assertThat(told.field()).isEqualTo("pagination.pageSize"));
    assertThatThrownBy(() -> Paging.of(PageRequest.newBuilder().setPage(-1).build()))
        .isInstanceOfSatisfying(Problem.class, told -> assertThat(told.field()).isEqualTo("pagination.page"));
    assertThatThrownBy(() -> Paging.of(PageRequest.newBuilder().setCursor("no cursor").build()))
        .isInstanceOfSatisfying(Problem.class,
            told -> assertThat(told.field()).isEqualTo("pagination.cursor"));
  }

  @Test
  void aLongListIsCountedSoFarAndGoesOnWhileItsPagesAreFull() {
    var mark = new Paging.Mark(Instant.EPOCH, new UUID(0, 1));
    var counted = new Paging(1, 10, null).infoOfLong(Paging.COUNTED_MAX, 10, mark);
    assertThat(counted.getTotal()).isEqualTo(Paging.COUNTED_MAX);
    assertThat(counted.getTotalIsLeast()).isFalse();

    var first = new Paging(1, 10, null).infoOfLong(Paging.COUNTED_MAX + 1, 10, mark);
    assertThat(first.getTotal()).isEqualTo(Paging.COUNTED_MAX);
    assertThat(first.getTotalIsLeast()).isTrue();
    assertThat(first.getHasNextPage()).isTrue();
    assertThat(first.hasNextCursor()).isTrue();

    var beyond = new Paging(150, 10, null).infoOfLong(Paging.COUNTED_MAX + 1, 4, mark);
    assertThat(beyond.getTotal()).isEqualTo(1_494);
    assertThat(beyond.getHasNextPage()).isFalse();
  }
}
