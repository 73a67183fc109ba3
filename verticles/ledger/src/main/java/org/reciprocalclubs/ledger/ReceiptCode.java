package org.reciprocalclubs.ledger;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.pass.Base45;

/**
 * A receipt as a QR code (ISO/IEC 18004), so that it can be printed and handed over. Its text is
 * {@value #MARK} and the Base45 (RFC 9285) of the zlib stream (RFC 1950) of the receipt's bytes: Base45,
 * because readers in browsers spoil bytes, and because it fills the code's alphanumeric mode. Stateless.
 */
final class ReceiptCode {
  /** What the text begins with: the form and its version. */
  static final String MARK = "RR1:";

  /** Modules of white around it that readers need. */
  private static final int QUIET = 4;
  private static final int BUFFER = 512;

  private ReceiptCode() {}

  /** The text in the code. */
  static String text(String document) {
    return MARK + Base45.encode(deflated(document.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] deflated(byte[] bytes) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * The code as a picture, as large as whoever shows it wants.
   *
   * @throws Problem RECEIPT_TOO_LONG when the largest code cannot hold it
   */
  static String svg(String document) {
    try {
      return svg(new QRCodeWriter().encode(text(document), BarcodeFormat.QR_CODE, 0, 0,
          Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.L, EncodeHintType.MARGIN, QUIET)));
    } catch (WriterException tooLong) {
      throw Problem.of(ErrorCode.CONFLICT, "RECEIPT_TOO_LONG",
          "This receipt is too long for a QR code: take it as a file.");
    }
  }

  private static String svg(BitMatrix code) {
    int size = code.getWidth();
    var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(size)
        .append(' ').append(size).append("\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h")
        .append(size).append('v').append(size).append("H0z\"/><path d=\"");
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int from = x;
        while (x < size && code.get(x, y)) {
          x++;
        }
        if (x > from) {
          svg.append('M').append(from).append(' ').append(y).append('h').append(x - from).append("v1h-")
              .append(x - from).append('z');
        }
      }
    }
    return svg.append("\"/></svg>\n").toString();
  }
}
