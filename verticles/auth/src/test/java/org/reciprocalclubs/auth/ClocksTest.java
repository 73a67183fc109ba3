package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.Clock;
import org.reciprocalclubs.codecs.auth.v1.ClocksGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetClockRequest;
import org.reciprocalclubs.codecs.auth.v1.SetClockRequest;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.TestDatabase;

final class ClocksTest {
  private static final long NEW_YEAR = Instant.parse("2031-01-01T00:00:00Z").getEpochSecond();

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");

  private static SetClockRequest to(long second) {
    return SetClockRequest.newBuilder().setNow(Timestamp.newBuilder().setSeconds(second)).build();
  }

  @Test
  void theOperatorSetsTheClockItRunsOnAndGoesBackAndAClubMayNot() {
    try (AuthNode node = AuthNode.start(DATABASE)) {
      Caller operator = node.operator();
      Caller admin = node.newClub();
      Clock set = node.ask(operator, ClocksGrpcClient.SetClock, to(NEW_YEAR));
      assertThat(set.getNow().getSeconds()).isBetween(NEW_YEAR, NEW_YEAR + 60);
      Clock again = node.ask(operator, ClocksGrpcClient.SetClock, to(NEW_YEAR));
      assertThat(again.getNow().getSeconds()).as("not added twice").isBetween(NEW_YEAR, NEW_YEAR + 60);
      assertThat(
          node.ask(admin, ClocksGrpcClient.GetClock, GetClockRequest.getDefaultInstance()).getOffsetMs())
          .isEqualTo(again.getOffsetMs());
      assertRefused(() -> node.ask(admin, ClocksGrpcClient.SetClock, to(NEW_YEAR)), ErrorCode.UNAUTHORIZED,
          "UNAUTHORIZED");
      assertInvalid(() -> node.ask(operator, ClocksGrpcClient.SetClock, to(0)), "now");
      assertThat(
          node.ask(operator, ClocksGrpcClient.SetClock, SetClockRequest.getDefaultInstance()).getOffsetMs())
          .isZero();
    }
  }

  @Test
  void inProductionTheClockIsFixed() {
    try (AuthNode node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), true)) {
      Caller operator = node.operator();
      assertRefused(() -> node.ask(operator, ClocksGrpcClient.SetClock, to(NEW_YEAR)), ErrorCode.REFUSED,
          "CLOCK_FIXED");
    }
  }
}
