package org.reciprocalclubs.kit.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvWriterTest {

  @Test
  void aFieldIsQuotedOnlyWhereItMustBe() {
    var file = new CsvWriter(List.of("name", "words"));
    file.text("Ada").text("a, \"b\"\r\nc").end();
    file.plain("").plain("-1").end();
    assertThat(file.content()).isEqualTo("name,words\r\nAda,\"a, \"\"b\"\"\r\nc\"\r\n,-1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"})
  void aTextThatASpreadsheetWouldCarryOutIsMadeHarmless(String formula) {
    var file = new CsvWriter(List.of("a"));
    file.text(formula).end();
    assertThat(file.content()).isEqualTo("a\r\n'" + formula + "\r\n");
  }
}
