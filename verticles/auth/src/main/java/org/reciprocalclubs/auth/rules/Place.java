package org.reciprocalclubs.auth.rules;

import java.util.List;

/**
 * A country, state or province, or a part of one, as a box around it.
 *
 * @param country ISO 3166-1 alpha-2
 * @param code as an address ends in: WA, BC; empty for a whole country
 * @param names what people call it
 * @param zone IANA; empty where the box holds more than one
 * @param box its edges
 */
public record Place(String country, String code, List<String> names, String zone, Box box) {
  public Place {
    names = List.copyOf(names);
  }

  /** Edges in degrees; no box crosses the 180th meridian. */
  public record Box(double south, double north, double west, double east) {
    boolean holds(Point point) {
      return point.latitude() >= south && point.latitude() <= north && point.longitude() >= west
          && point.longitude() <= east;
    }
  }
}
