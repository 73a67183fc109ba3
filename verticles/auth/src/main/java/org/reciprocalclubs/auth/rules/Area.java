package org.reciprocalclubs.auth.rules;

import java.util.List;
import java.util.Optional;

/**
 * A country, state or province with all its parts: what an address or a region names. Immutable.
 *
 * @param places its parts, in the order in which they are asked
 */
public record Area(List<Place> places) {
  public Area {
    places = List.copyOf(places);
  }

  /** ISO 3166-1 alpha-2. */
  public String country() {
    return places.getFirst().country();
  }

  /** Its name, for people. */
  public String name() {
    return places.getFirst().names().getFirst();
  }

  public boolean holds(Point point) {
    return places.stream().anyMatch(place -> place.box().holds(point));
  }

  /**
   * The one position within this area that a slip of the pen explains; empty when there is none, or more
   * than one.
   */
  public Optional<Point> meant(Point written) {
    List<Point> inside = written.slips().stream().filter(this::holds).distinct().toList();
    return inside.size() == 1 ? Optional.of(inside.getFirst()) : Optional.empty();
  }

  /** The time zone at that position; empty when it cannot be told. */
  public Optional<String> zoneAt(Point point) {
    return places.stream().filter(place -> place.box().holds(point)).findFirst().map(Place::zone)
        .filter(zone -> !zone.isEmpty());
  }

  /** The time zone of the whole area; empty when it has more than one. */
  public Optional<String> zone() {
    List<String> zones = places.stream().map(Place::zone).distinct().toList();
    return zones.size() == 1
        ? Optional.of(zones.getFirst()).filter(zone -> !zone.isEmpty())
        : Optional.empty();
  }
}
