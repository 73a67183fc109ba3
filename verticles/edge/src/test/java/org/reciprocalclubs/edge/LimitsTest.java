package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.edge.http.RateSettings;

/** Who is counted by what, and what everybody is told of it. */
class LimitsTest {
  private static final RateSettings.Limit OFF = new RateSettings.Limit(0, 1, Duration.ofSeconds(1));
  private static final UUID OTHER_CLUB = UUID.fromString("01900000-0000-7000-8000-000000000002");

  private static RateSettings.Limit of(int burst) {
    return new RateSettings.Limit(burst, 1, Duration.ofHours(1));
  }

  private static HttpResponse<String> members(TestEdge edge, UUID person, UUID club) {
    return edge.send(edge.request("/api/v1/members").header("Authorization",
        "Bearer " + edge.tokens.person(person, club, Set.of("member.read"), "staff")));
  }

  private static void left(HttpResponse<String> answer, int limit, int remaining) {
    assertThat(answer.headers().firstValue("ratelimit-limit")).contains(Integer.toString(limit));
    assertThat(answer.headers().firstValue("ratelimit-remaining")).contains(Integer.toString(remaining));
    assertThat(Long.parseLong(answer.headers().firstValue("ratelimit-reset").orElseThrow())).isPositive();
  }

  @Test
  void everybodyOfAClubIsCountedTogetherBesideTheirOwnLimitAndToldTheTighterOne() {
    try (TestEdge edge = new TestEdge(TestEdge.GRAPH,
        new RateSettings(OFF, of(3), OFF, OFF, of(5), OFF, OFF))) {
      UUID one = UUID.randomUUID();
      left(members(edge, one, TestEdge.CLUB), 3, 2);
      left(members(edge, one, TestEdge.CLUB), 3, 1);
      left(members(edge, one, TestEdge.CLUB), 3, 0);
      HttpResponse<String> own = members(edge, one, TestEdge.CLUB);
      RestTest.problem(own, 429, "RATE_LIMITED");
      left(own, 3, 0);
      HttpResponse<String> clubs = members(edge, UUID.randomUUID(), TestEdge.CLUB);
      left(clubs, 5, 0);
      HttpResponse<String> another = members(edge, UUID.randomUUID(), TestEdge.CLUB);
      RestTest.problem(another, 429, "RATE_LIMITED");
      left(another, 5, 0);
      left(members(edge, UUID.randomUUID(), OTHER_CLUB), 3, 2);
    }
  }

  private static HttpResponse<String> through(TestEdge edge, String forwardedFor) {
    return edge.send(edge.request("/graphql").header("X-Forwarded-For", forwardedFor)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ __typename }\"}")));
  }

  @Test
  void behindAProxyEachClientIsCountedByItsOwnAddressWhateverItWritesItself() {
    try (TestEdge edge = new TestEdge(TestEdge.GRAPH,
        new RateSettings(of(2), OFF, OFF, OFF, OFF, OFF, OFF))) {
      left(through(edge, "198.51.100.1"), 2, 1);
      left(through(edge, "203.0.113.77, 198.51.100.1"), 2, 0);
      RestTest.problem(through(edge, "203.0.113.78, 198.51.100.1"), 429, "RATE_LIMITED");
      left(through(edge, "198.51.100.2"), 2, 1);
    }
  }

  @Test
  void graphQlIsCountedLikeRestAndToldTheSame() {
    try (TestEdge edge = new TestEdge(TestEdge.GRAPH,
        new RateSettings(OFF, of(2), OFF, OFF, OFF, OFF, OFF))) {
      left(edge.post("/graphql", "{\"query\":\"{ __typename }\"}"), 2, 1);
      left(edge.post("/graphql", "{\"query\":\"{ __typename }\"}"), 2, 0);
      HttpResponse<String> refused = edge.post("/graphql", "{\"query\":\"{ __typename }\"}");
      RestTest.problem(refused, 429, "RATE_LIMITED");
      left(refused, 2, 0);
    }
  }
}
