package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.bus.Problem;

class ReceiptCodeTest {
  private static final int SCALE = 4;
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) ");
  private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h");

  /** As long as a receipt may be, and of the kind of characters that it has. */
  private static String receipt(int length) {
    var random = new Random(1);
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return text.toString();
  }

  @Test
  void a_receipt_of_two_kilobytes_fits_and_is_read_as_it_was_written() throws Exception {
    var document = receipt(2_048);
    assertThat(read(ReceiptCode.svg(document))).isEqualTo(ReceiptCode.text(document)).startsWith("RR1:");
  }

  @Test
  void what_does_not_fit_is_refused() {
    assertThatThrownBy(() -> ReceiptCode.svg(receipt(6_000))).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo("RECEIPT_TOO_LONG"));
  }

  /** As a camera would see it. */
  private static String read(String svg) throws Exception {
    var found = SIZE.matcher(svg);
    assertThat(found.find()).isTrue();
    int size = Integer.parseInt(found.group(1));
    var pixels = new int[size * size * SCALE * SCALE];
    Arrays.fill(pixels, 0xffffff);
    RUN.matcher(svg.substring(svg.indexOf("H0z"))).results().forEach(run -> {
      for (int x = 0; x < Integer.parseInt(run.group(3)) * SCALE; x++) {
        for (int y = 0; y < SCALE; y++) {
          int row = Integer.parseInt(run.group(2)) * SCALE + y;
          pixels[row * size * SCALE + Integer.parseInt(run.group(1)) * SCALE + x] = 0;
        }
      }
    });
    var picture = new RGBLuminanceSource(size * SCALE, size * SCALE, pixels);
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture))).getText();
  }
}
