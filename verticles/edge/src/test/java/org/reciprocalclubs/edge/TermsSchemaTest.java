package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;

/** The JSON Schema of terms, as it is published. */
class TermsSchemaTest {
  private static TestEdge edge;
  private static JsonObject schema;

  @BeforeAll
  static void open() {
    edge = new TestEdge();
    var answer = edge.send(edge.request("/api/v1/terms.schema.json"));
    assertThat(answer.statusCode()).isEqualTo(200);
    schema = new JsonObject(answer.body());
  }

  @AfterAll
  static void close() {
    edge.close();
  }

  @Test
  void itSaysWhichSchemaItIsAndLeadsToTerms() {
    assertThat(schema.getString("$schema")).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.getString("$id")).isEqualTo("/api/v1/terms.schema.json");
    assertThat(schema.getString("$ref")).isEqualTo("#/$defs/Terms");
  }

  @Test
  void everyFieldOfTheContractIsThereAndNoOtherMayBe() {
    var terms = schema.getJsonObject("$defs").getJsonObject("Terms");
    assertThat(terms.getJsonObject("properties").fieldNames()).containsExactlyInAnyOrderElementsOf(
        Terms.getDescriptor().getFields().stream().map(field -> field.getJsonName()).toList());
    assertThat(terms.getBoolean("additionalProperties")).isFalse();
  }

  @Test
  void everyReferenceLeadsToADefinition() {
    assertThat(references(schema)).isNotEmpty().allSatisfy(reference -> assertThat(
        schema.getJsonObject("$defs").containsKey(reference.substring("#/$defs/".length()))).isTrue());
    assertThat(schema.getJsonObject("$defs").getJsonObject("FeeBasis").getJsonArray("enum"))
        .contains("PER_DAY");
  }

  private static Stream<String> references(Object value) {
    return switch (value) {
      case JsonObject object -> object.stream().flatMap(each -> each.getKey().equals("$ref")
          ? Stream.of((String) each.getValue())
          : references(each.getValue()));
      case JsonArray array -> array.stream().flatMap(TermsSchemaTest::references);
      case null, default -> Stream.empty();
    };
  }
}
