package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.AboutPersons;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.kitsample.v1.FramedLikeness;
import org.reciprocalclubs.kit.kitsample.v1.Likeness;
import org.reciprocalclubs.kit.kitsample.v1.ListLikenessesRequest;
import org.reciprocalclubs.kit.kitsample.v1.ListLikenessesResponse;
import org.reciprocalclubs.kit.kitsample.v1.Painter;
import org.reciprocalclubs.kit.kitsample.v1.ShoutRequest;

class DeclaredRecordsTest {
  private static FramedLikeness framed(String id, String painter) {
    return FramedLikeness.newBuilder().setPortrait(Likeness.newBuilder().setId(id)
        .setPainted(Painter.newBuilder().setId(painter))).build();
  }

  @Test
  void an_rpc_that_tells_of_a_person_and_does_not_say_what_is_recorded_stops_the_start() {
    var file = ListLikenessesRequest.getDescriptor().getFile();
    assertThatThrownBy(() -> Codecs.of(List.of(file))).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Unrecorded/ListLikenesses answers with what is about a person");
  }

  @Test
  void the_rows_of_an_answer_are_those_of_the_persons_in_it_each_once() {
    var answer = ListLikenessesResponse.newBuilder().addPortraits(framed("a", "p"))
        .addPortraits(framed("b", "p")).build();
    assertThat(AboutPersons.rows(answer)).containsExactly("a", "p", "b");
    assertThat(AboutPersons.rows(ShoutRequest.getDefaultInstance())).isEmpty();
  }
}
