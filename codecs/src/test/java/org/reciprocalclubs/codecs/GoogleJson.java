package org.reciprocalclubs.codecs;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import org.reciprocalclubs.codecs.sample.v1.Everything;

/** The reference implementation of the mapping, to compare with. */
final class GoogleJson {
  private GoogleJson() {}

  static String print(Everything message) throws InvalidProtocolBufferException {
    return JsonFormat.printer().print(message);
  }

  static Everything read(String json) throws InvalidProtocolBufferException {
    Everything.Builder into = Everything.newBuilder();
    // Google's reader takes null for google.protobuf.Value as a value; ours writes it for "not set"
    JsonFormat.parser().merge(json.replace(",\"anyValue\":null", ""), into);
    return into.build();
  }
}
