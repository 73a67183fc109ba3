package org.reciprocalclubs.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.sample.v1.Everything;

final class ProtoJsonTest {
  private static final ProtoJson JSON = new ProtoJson(ProtoJson.Limits.DEFAULT);
  private static final Everything NOTHING = Everything.getDefaultInstance();

  @Test
  void whatIsNotSetIsNullAndEverythingElseIsWritten() {
    assertThat(ProtoJson.text(NOTHING)).isEqualTo(
        """
            {"textValue":"","yes":false,"small":0,"large":0,"smallNatural":0,"largeNatural":0,"zigzag":0,\
            "fixed":0,"rough":0.0,"fine":0.0,"raw":"","colour":"COLOUR_UNSPECIFIED","nested":null,"maybeText":null,\
            "maybeLarge":null,"texts":[],"larges":[],"nests":[],"colours":[],"counts":{},"byNumber":{},\
            "byTruth":{},"chosenText":null,"chosenNumber":null,"chosenNested":null,"at":null,"length":null,"free":null,\
            "wrapped":null,"anyValue":null,"times":[]}""");
  }

  @Test
  void wholeNumbersOf64BitsAreJsonNumbers() {
    Everything message = Everything.newBuilder().setLarge(Long.MAX_VALUE).setLargeNatural(-1).setMaybeLarge(0)
        .addLarges(Long.MIN_VALUE).putCounts("a", 7).build();
    assertThat(ProtoJson.text(message)).contains("\"large\":9223372036854775807",
        "\"largeNatural\":18446744073709551615", "\"maybeLarge\":0", "\"larges\":[-9223372036854775808]",
        "\"counts\":{\"a\":7}");
    assertThat(JSON.read(ProtoJson.text(message), NOTHING)).isEqualTo(message);
  }

  @Test
  void wholeNumbersAreReadFromStringsToo() {
    assertThat(JSON.read(
        "{\"large\":\"-5\",\"small\":\"7\",\"largeNatural\":\"18446744073709551615\",\"zigzag\":1e3}",
        NOTHING)).isEqualTo(
            Everything.newBuilder().setLarge(-5).setSmall(7).setLargeNatural(-1).setZigzag(1000).build());
  }

  @Test
  void bytesAreBase64UrlWithoutPaddingAndReadInAnyBase64() {
    Everything message = Everything.newBuilder().setRaw(ByteString.fromHex("fbff00aa")).build();
    assertThat(ProtoJson.text(message)).contains("\"raw\":\"-_8Aqg\"");
    for (String form : new String[]{"-_8Aqg", "+/8Aqg==", "-_8Aqg=="}) {
      assertThat(JSON.read("{\"raw\":\"" + form + "\"}", NOTHING)).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @CsvSource({"2026-06-16T18:20:11Z,2026-06-16T18:20:11Z", "2026-06-16T20:20:11+02:00,2026-06-16T18:20:11Z",
      "2026-06-16T18:20:11.5Z,2026-06-16T18:20:11.500Z", "0001-01-01T00:00:00Z,0001-01-01T00:00:00Z",
      "9999-12-31T23:59:59.999999999Z,9999-12-31T23:59:59.999999999Z"})
  void timestampsAreRfc3339WithZ(String given, String written) {
    Everything message = JSON.read("{\"at\":\"" + given + "\"}", NOTHING);
    assertThat(ProtoJson.text(message)).contains("\"at\":\"" + written + "\"");
  }

  @ParameterizedTest
  @CsvSource({"1.5s,1.500s", "-0.000000001s,-0.000000001s", "3600s,3600s", "0.000250s,0.000250s"})
  void durationsAreSeconds(String given, String written) {
    assertThat(ProtoJson.text(JSON.read("{\"length\":\"" + given + "\"}", NOTHING)))
        .contains("\"length\":\"" + written + "\"");
  }

  @Test
  void floatsThatAreNoNumbersAreStrings() {
    Everything message = Everything.newBuilder().setFine(Double.NEGATIVE_INFINITY).setRough(Float.NaN)
        .build();
    assertThat(ProtoJson.text(message)).contains("\"rough\":\"NaN\"", "\"fine\":\"-Infinity\"");
    assertThat(JSON.read(ProtoJson.text(message), NOTHING)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{\"surname\":1}|surname|is not a field of Everything",
      "{\"text_value\":\"x\"}|text_value|is not a field of Everything",
      "{\"nested\":{\"more\":[{},{\"name\":3}]}}|nested.more[1].name|must be a string, not a number",
      "{\"nested\":[]}|nested|must be an object, not a list",
      "{\"texts\":{}}|texts|must be a list, not an object",
      "{\"texts\":[null]}|texts[0]|must be a string, not null",
      "{\"nests\":[null]}|nests[0]|must not be null",
      "{\"yes\":\"true\"}|yes|must be true or false, not a string",
      "{\"small\":2147483648}|small|is out of range", "{\"small\":1.5}|small|must be a whole number",
      "{\"small\":true}|small|must be a whole number, not true",
      "{\"smallNatural\":-1}|smallNatural|is out of range",
      "{\"large\":9223372036854775808}|large|is out of range", "{\"large\":1e30000}|large|is out of range",
      "{\"largeNatural\":18446744073709551616}|largeNatural|is out of range",
      "{\"rough\":1e39}|rough|is out of range", "{\"fine\":1e999}|fine|is out of range",
      "{\"fine\":\"much\"}|fine|must be a number", "{\"raw\":\"*\"}|raw|must be base64",
      "{\"colour\":\"BLUE\"}|colour|must be one of COLOUR_UNSPECIFIED, RED, GREEN",
      "{\"colour\":9}|colour|must be one of COLOUR_UNSPECIFIED, RED, GREEN",
      "{\"yes\":true,\"yes\":true}|yes|is given twice",
      "{\"counts\":{\"a\":\"x\"}}|counts.a|must be a whole number",
      "{\"counts\":{\"a\":1,\"a\":2}}|counts.a|is given twice",
      "{\"byNumber\":{\"x\":{}}}|byNumber.x|must be a whole number",
      "{\"byTruth\":{\"maybe\":\"\"}}|byTruth.maybe|must have the key true or false",
      "{\"chosenText\":\"a\",\"chosenNumber\":1}|chosenNumber|excludes another field that is given: only one of them may be",
      "{\"at\":\"yesterday\"}|at|must be an RFC 3339 time such as 2026-06-16T18:20:11Z",
      "{\"at\":\"2026-06-16T18:20:11\"}|at|must be an RFC 3339 time such as 2026-06-16T18:20:11Z",
      "{\"at\":5}|at|must be a string, not a number",
      "{\"length\":\"1m\"}|length|must be a duration in seconds such as 1.5s",
      "{\"textValue\":\"\\ud800\"}|textValue|holds half of a surrogate pair",
      "{\"textValue\":\"a\\u0000\"}|textValue|must not hold the character U+0000",
      "[]|``|must be an object, not a list", "{} {}|``|has something after its end",
      "{\"yes\":tru}|``|is not JSON: line 1, column 8", "``|``|is empty"})
  void whatIsWrongIsSaidWithItsPath(String json, String path, String reason) {
    assertThatThrownBy(() -> JSON.read(json == null ? "" : json, NOTHING))
        .isInstanceOfSatisfying(ProtoJsonException.class, e -> {
          assertThat(e.reason()).isEqualTo(reason);
          assertThat(e.path()).isEqualTo(path == null ? "" : path);
        });
  }

  @Test
  void depthLengthAndElementsAreLimited() {
    ProtoJson small = new ProtoJson(new ProtoJson.Limits(100, 4, 3));
    assertThatThrownBy(() -> small.read("{\"textValue\":\"" + "x".repeat(100) + "\"}", NOTHING))
        .hasMessage("is longer than 100 bytes");
    assertThatThrownBy(() -> small.read("{\"nested\":{\"inside\":{\"nested\":{\"inside\":{}}}}}", NOTHING))
        .isInstanceOf(ProtoJsonException.class).hasMessageContaining("nested too deep");
    assertThatThrownBy(() -> small.read("{\"larges\":[1,2,3,4]}", NOTHING))
        .hasMessage("larges[3]: is one element too many for one document");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void whatGooglesFormatReadsFromOursIsTheMessageAndOursFromGoogles(long seed) throws Exception {
    for (int i = 0; i < 50; i++) {
      Everything message = SampleMessages.random(seed * 1_000 + i);
      assertThat(JSON.read(ProtoJson.bytes(message), NOTHING)).isEqualTo(message);
      assertThat(JSON.read(ProtoJson.text(message), NOTHING)).isEqualTo(message);
      assertThat(GoogleJson.read(ProtoJson.text(message))).isEqualTo(message);
      assertThat(JSON.read(GoogleJson.print(message), NOTHING)).isEqualTo(message);
    }
  }

  @Test
  void aTimestampWithoutAJsonFormIsRefusedWhenWritten() {
    Everything message = Everything.newBuilder()
        .setAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE / 1000))
        .setLength(Duration.getDefaultInstance()).build();
    assertThatThrownBy(() -> ProtoJson.text(message)).isInstanceOf(RuntimeException.class);
  }
}
