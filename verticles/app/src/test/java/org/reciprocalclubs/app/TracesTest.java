package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request is one trace, from its caller through HTTP and the bus to the database, and names nobody. */
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  @TempDir
  Path directory;

  @Test
  void aRequestIsTracedFromItsCallerThroughTheDoorAndTheBusToTheDatabase() throws Exception {
    try (var spans = Spans.open();
        var house = House.start(directory.resolve("data"),
            Map.of("CLUBS_TRACING_ENDPOINT", spans.endpoint(), "CLUBS_TRACING_SAMPLED", "1"))) {
      var desk = house.token("desk@city.example");
      var answer = house.send(
          house.request("/api/v1/visits", desk).header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
              .build());
      assertThat(answer.statusCode()).isEqualTo(200);

      Eventually.holds("the request's own span has arrived",
          () -> spans.of(TRACE).stream().anyMatch(span -> span.parent().equals(CALLER)));
      var trace = spans.of(TRACE);
      assertThat(trace).as("every span follows from the caller's")
          .allMatch(span -> isKnown(span.parent(), trace));
      assertThat(facts(trace)).as("the bus").contains("Visits/ListVisits");
      assertThat(facts(trace)).as("the database").contains("reciprocal.visit");

      assertThat(spans.all()).as("a trace begins at the door where the caller brings none")
          .anyMatch(span -> span.parent().isEmpty() && span.name().equals("POST"));
      assertThat(facts(spans.all())).as("no password, token or e-mail")
          .doesNotContain(house.password("desk@city.example"), desk, "desk@city.example");
    }
  }

  private static boolean isKnown(String parent, List<Spans.Span> trace) {
    return parent.equals(CALLER) || trace.stream().anyMatch(span -> span.id().equals(parent));
  }

  private static String facts(List<Spans.Span> spans) {
    return spans.stream().map(span -> span.name() + span.facts()).collect(Collectors.joining("\n"));
  }
}
