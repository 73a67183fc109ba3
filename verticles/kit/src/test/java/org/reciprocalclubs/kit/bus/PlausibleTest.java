package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.auth.v1.Club;
import org.reciprocalclubs.codecs.auth.v1.ClubSuspension;
import org.reciprocalclubs.codecs.auth.v1.ListClubsResponse;
import org.reciprocalclubs.codecs.auth.v1.OnboardClubRequest;

/** What bytes of gRPC can say and JSON cannot. */
final class PlausibleTest {
  private static void refused(Message message, String field) {
    assertThatThrownBy(() -> Plausible.require(message)).isInstanceOfSatisfying(Problem.class, problem -> {
      assertThat(problem.kind()).isEqualTo(ErrorCode.VALIDATION_ERROR);
      assertThat(problem.field()).isEqualTo(field);
    });
  }

  private static Club since(long seconds, int nanos) {
    return Club.newBuilder().setSuspension(ClubSuspension.newBuilder()
        .setSince(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))).build();
  }

  @ParameterizedTest
  @CsvSource({"-62135596801,0", "253402300800,0", "9223372036854775807,0", "0,-1", "0,1000000000"})
  void aMomentOutsideTheYears1To9999IsRefusedWithItsPlace(long seconds, int nanos) {
    refused(since(seconds, nanos), "suspension.since");
    refused(ListClubsResponse.newBuilder().addClubs(Club.getDefaultInstance()).addClubs(since(seconds, nanos))
        .build(), "clubs.suspension.since");
  }

  @ParameterizedTest
  @CsvSource({"-62135596800,0", "0,0", "253402300799,999999999"})
  void everyOtherMomentPasses(long seconds, int nanos) {
    assertThatCode(() -> Plausible.require(since(seconds, nanos))).doesNotThrowAnyException();
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    refused(OnboardClubRequest.newBuilder().setKindValue(99).build(), "kind");
    assertThatCode(() -> Plausible.require(OnboardClubRequest.newBuilder().setKind(Club.Kind.CITY).build()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aNumberThatIsNoneIsRefused(double number) {
    refused(OnboardClubRequest.newBuilder().setLatitude(number).build(), "latitude");
  }
}
