package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.TestDatabase;

class ShownPassesTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  @BeforeEach
  void noCodes() {
    DATABASE.admin("truncate reciprocal.shown_pass");
  }

  @Test
  void codesThatNobodyTakesAnyMoreAreForgottenAndNoOthers() {
    rows(ShownPasses.PORTION + 7, "- interval '1 second'");
    rows(3, "+ interval '1 minute'");
    var passes = new ShownPasses(DATABASE.store());
    assertThat(passes.forget()).isEqualTo(ShownPasses.PORTION + 7);
    assertThat(passes.forget()).isZero();
    assertThat(DATABASE.count("select count(*) from reciprocal.shown_pass")).isEqualTo(3);
  }

  @Test
  void thoseAreFoundByTheirEndsWhereverTheirRowsLie() {
    rows(3_000, "+ interval '3 days'");
    rows(5, "- interval '1 second'");
    DATABASE.admin("vacuum analyze reciprocal.shown_pass");
    var plan = new StringBuilder();
    DATABASE.admin("explain select hash from reciprocal.shown_pass where until < now() limit 5000")
        .forEach(row -> plan.append(row.getString(0)));
    assertThat(plan).contains("Index Scan using shown_pass_until");
    assertThat(new ShownPasses(DATABASE.store()).forget()).isEqualTo(5);
  }

  private static void rows(int count, String when) {
    DATABASE.admin("insert into reciprocal.shown_pass select sha256(gen_random_uuid()::text::bytea), now() "
        + when + " from generate_series(1, " + count + ")");
  }
}
