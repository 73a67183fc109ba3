package org.reciprocalclubs.edge.openapi;

import io.vertx.core.json.JsonObject;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;

/**
 * The JSON Schema (2020-12) of terms, for whoever writes them by hand or by program. It says what can be
 * read; what contradicts itself is named when terms are proposed.
 */
public final class TermsSchema {
  private static final String PLACE = "#/$defs/";

  private TermsSchema() {}

  /**
   * The document.
   *
   * @param id the address it is published under
   */
  public static JsonObject of(String id) {
    var schemas = new JsonSchemas(PLACE);
    schemas.requested(Terms.getDescriptor());
    var terms = schemas.reference(Terms.getDescriptor());
    return new JsonObject().put("$schema", "https://json-schema.org/draft/2020-12/schema").put("$id", id)
        .put("title", "Terms").put("$ref", terms.getString("$ref")).put("$defs", schemas.all());
  }
}
