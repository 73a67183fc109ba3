package org.reciprocalclubs.kit.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CsvReaderTest {
  private static final CsvLimits LIMITS = new CsvLimits(3, 4, 20);

  @Test
  void a_plain_file_gives_its_fields_by_name_in_any_order_and_case() {
    CsvTable table = table("Name, NUMBER\r\nAda,7\r\nBo,8\r\n");
    assertThat(table.columns()).containsExactly("name", "number");
    assertThat(table.rows().get(1).value("number")).isEqualTo("8");
    assertThat(table.rows().get(1).value("email")).isEmpty();
  }

  @Test
  void quotes_hold_commas_line_breaks_and_doubled_quotes() {
    CsvTable table = table("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\r\nlines\",z\nlast,row");
    assertThat(table.rows().get(0).fields()).containsExactly("x, y", "say \"hi\"");
    assertThat(table.rows().get(1).fields()).containsExactly("two\r\nlines", "z");
    assertThat(table.rows().get(2).line()).isEqualTo(5);
  }

  @Test
  void a_byte_order_mark_and_every_kind_of_line_end_are_understood() {
    assertThat(table("\uFEFFa,b\r1,2\n3,4\r\n\r\n5,6").rows()).extracting(CsvRow::line).containsExactly(2, 3,
        5);
  }

  @Test
  void an_empty_last_field_and_a_short_row_are_kept_apart() {
    CsvTable table = table("a,b\n1,\n1\n");
    assertThat(table.rows().get(0).complete()).isTrue();
    assertThat(table.rows().get(1).complete()).isFalse();
    assertThat(table.rows().get(1).value("b")).isEmpty();
  }

  @Test
  void what_is_no_csv_is_named_with_its_line() {
    assertThat(fault("")).isEqualTo(new CsvFault(1, CsvFault.Code.EMPTY_FILE));
    assertThat(fault("\n\n")).isEqualTo(new CsvFault(1, CsvFault.Code.EMPTY_FILE));
    assertThat(fault("a,\n")).isEqualTo(new CsvFault(1, CsvFault.Code.COLUMN_UNNAMED));
    assertThat(fault("a,A\n")).isEqualTo(new CsvFault(1, CsvFault.Code.COLUMN_REPEATED));
    assertThat(fault("a\n1\n\"open\n2\n")).isEqualTo(new CsvFault(3, CsvFault.Code.QUOTE_UNCLOSED));
    assertThat(fault("a\nx\"y\n")).isEqualTo(new CsvFault(2, CsvFault.Code.QUOTE_MISPLACED));
    assertThat(fault("a\n\"x\"y\n")).isEqualTo(new CsvFault(2, CsvFault.Code.QUOTE_MISPLACED));
    assertThat(CsvReader.read(new byte[]{'a', (byte) 0xff}, LIMITS))
        .isEqualTo(new CsvFault(1, CsvFault.Code.NOT_UTF8));
  }

  @Test
  void more_than_the_limits_allow_is_refused() {
    assertThat(fault("a\n1\n2\n3\n4\n")).isEqualTo(new CsvFault(5, CsvFault.Code.TOO_MANY_ROWS));
    assertThat(fault("a,b,c,d,e\n")).isEqualTo(new CsvFault(1, CsvFault.Code.TOO_MANY_COLUMNS));
    assertThat(fault("a\n123456789012345678901\n")).isEqualTo(new CsvFault(2, CsvFault.Code.FIELD_TOO_LONG));
    assertThat(fault("a\n\"123456789012345678901\"\n"))
        .isEqualTo(new CsvFault(2, CsvFault.Code.FIELD_TOO_LONG));
  }

  @Test
  void no_bytes_at_all_make_it_throw() {
    Random random = new Random(7);
    String letters = "a,\"\r\n\u00e9";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(CsvReader.read(text.toString().getBytes(UTF_8), LIMITS)).isNotNull();
    }
  }

  @Test
  void a_value_is_trimmed_and_a_field_is_not() {
    CsvRow row = table("a\n x \n").rows().getFirst();
    assertThat(row.value("a")).isEqualTo("x");
    assertThat(row.fields()).isEqualTo(List.of(" x "));
  }

  private static CsvTable table(String text) {
    return (CsvTable) CsvReader.read(text.getBytes(UTF_8), LIMITS);
  }

  private static CsvFault fault(String text) {
    return (CsvFault) CsvReader.read(text.getBytes(UTF_8), LIMITS);
  }
}
