package org.reciprocalclubs.auth.rules;

import java.util.List;

/** A position in degrees, WGS 84. Immutable. */
public record Point(double latitude, double longitude) {
  public Point {
    if (!isPosition(latitude, longitude)) {
      throw new IllegalArgumentException("Not a position");
    }
  }

  /** True when both are numbers within a globe's degrees. */
  public static boolean isPosition(double latitude, double longitude) {
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  }

  /** The positions that somebody may have meant who lost a sign or exchanged the two numbers. */
  List<Point> slips() {
    List<Point> signs = List.of(new Point(-latitude, -longitude), new Point(-latitude, longitude),
        new Point(latitude, -longitude));
    if (!isPosition(/* latitude= */ longitude, /* longitude= */ latitude)) {
      return signs;
    }
    return List.of(signs.get(0), signs.get(1), signs.get(2), new Point(longitude, latitude));
  }
}
