package org.reciprocalclubs.app;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** What a camera sees of a phone with its pass: a film of one picture, as Chromium plays it (YUV4MPEG2). */
final class PassVideo {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final int SIDE = 690;
  private static final byte NO_COLOUR = (byte) 128;

  private PassVideo() {}

  /** Writes the film of a picture (PNG) of the code. */
  static void write(Path film, byte[] picture) throws IOException {
    var frame = frame(ImageIO.read(new ByteArrayInputStream(picture)));
    var out = new ByteArrayOutputStream();
    out.writeBytes(("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F10:1 Ip A1:1 C420jpeg\nFRAME\n")
        .getBytes(StandardCharsets.US_ASCII));
    var brightness = new byte[WIDTH * HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        brightness[y * WIDTH + x] = (byte) frame.getRaster().getSample(x, y, 0);
      }
    }
    out.writeBytes(brightness);
    var colour = new byte[WIDTH * HEIGHT / 2];
    Arrays.fill(colour, NO_COLOUR);
    out.writeBytes(colour);
    Files.write(film, out.toByteArray());
  }

  private static BufferedImage frame(BufferedImage code) {
    var frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    var pen = frame.createGraphics();
    pen.setColor(Color.GRAY);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(code, (WIDTH - SIDE) / 2, (HEIGHT - SIDE) / 2, SIDE, SIDE, null);
    pen.dispose();
    return frame;
  }
}
