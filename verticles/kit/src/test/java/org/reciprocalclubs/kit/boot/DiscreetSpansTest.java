package org.reciprocalclubs.kit.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DiscreetSpansTest {
  @Test
  void ofAnAddressOnlyWhatIsOursStays() {
    assertThat(discreet("url.path", "/api/v1/members/Somebody/letters")).isEqualTo("/api/v1/members/...");
    assertThat(discreet("url.path", "/api/v1/members")).isEqualTo("/api/v1/members");
    assertThat(discreet("url.path", "/graphql")).isEqualTo("/graphql");
    assertThat(discreet("url.path", "/")).isEqualTo("/");
    assertThat(discreet("url.full", "https://provider.example/keys?who=Somebody"))
        .isEqualTo("https://provider.example/keys");
  }

  @Test
  void whatWasSearchedForDoesNotStayAndWhatHappenedDoes() {
    var told = Attributes.builder().put("http.url", "https://clubs.example/api/v1/members?search=Somebody")
        .put("url.query", "search=Somebody").put("http.response.status_code", "200").build();

    assertThat(DiscreetSpans.discreet(told).asMap())
        .isEqualTo(Map.of(AttributeKey.stringKey("http.response.status_code"), "200"));
  }

  private static String discreet(String name, String value) {
    var told = DiscreetSpans.discreet(Attributes.builder().put(name, value).build());
    return String.valueOf(told.get(AttributeKey.stringKey(name)));
  }
}
