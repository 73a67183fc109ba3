package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/** Says that a request was refused, and how. */
final class ProblemAssert {
  private ProblemAssert() {}

  static Problem assertRefused(ThrowingCallable request, ErrorCode kind, String code) {
    Throwable thrown = catchThrowable(request);
    assertThat(thrown).isInstanceOf(Problem.class);
    Problem problem = (Problem) thrown;
    assertThat(problem.kind()).as(problem.detail()).isEqualTo(kind);
    assertThat(problem.code()).isEqualTo(code);
    return problem;
  }

  static void assertInvalid(ThrowingCallable request, String field) {
    Problem problem = assertRefused(request, ErrorCode.VALIDATION_ERROR, "VALIDATION_ERROR");
    assertThat(problem.field()).isEqualTo(field);
  }
}
