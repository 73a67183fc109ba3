package org.reciprocalclubs.auth.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small gazetteer: enough to tell from an address or a region in which country, state or province a club
 * is, and often in which time zone. It answers nothing rather than guess. Immutable.
 */
public final class Places {
  private static final Pattern CODE_AND_POSTCODE = Pattern
      .compile("(?:.* )?([A-Z]{2,3})(?: (\\w[\\w -]{2,9}))?");
  private static final Map<String, Pattern> POSTCODES = Map.of("US", Pattern.compile("\\d{5}(-\\d{4})?"),
      "CA",
      Pattern.compile("[A-Z]\\d[A-Z] ?\\d[A-Z]\\d"), "AU", Pattern.compile("\\d{4}"));

  private static final Pattern COUNTRY_WITH_STATES = Pattern.compile(
      "[\\s,]+(USA|U\\.S\\.A\\.|United States|United States of America|Canada|Australia)$",
      Pattern.CASE_INSENSITIVE);

  private final List<Area> areas;

  public Places(List<Place> places) {
    Map<String, List<Place>> parts = new LinkedHashMap<>();
    places
        .forEach(place -> parts.computeIfAbsent(place.country() + "-" + place.code(), _ -> new ArrayList<>())
            .add(place));
    areas = parts.values().stream().map(Area::new).toList();
  }

  /**
   * The area of a club: from the end of its address ({@code Anacortes, WA 98221}; {@code Auckland 1011, New
   * Zealand}), else from its region ({@code Southern California}).
   *
   * @param position decides where an abbreviation has two meanings and there is no postal code
   */
  public Optional<Area> locate(String address, String region, Optional<Point> position) {
    String within = COUNTRY_WITH_STATES.matcher(address.strip()).replaceFirst("");
    String end = within.substring(within.lastIndexOf(',') + 1).strip();
    return byCode(end, position).or(() -> byName(end)).or(() -> byName(region));
  }

  private Optional<Area> byCode(String end, Optional<Point> position) {
    Matcher match = CODE_AND_POSTCODE.matcher(end);
    return match.matches()
        ? narrow(withCode(match.group(1)), Optional.ofNullable(match.group(2)), position)
        : Optional.empty();
  }

  private List<Area> withCode(String code) {
    return areas.stream().filter(area -> !code.isEmpty() && area.places().getFirst().code().equals(code))
        .toList();
  }

  private static Optional<Area> narrow(List<Area> areas, Optional<String> postcode,
      Optional<Point> position) {
    List<Area> left = areas;
    if (postcode.isPresent()) {
      left = left.stream().filter(area -> {
        Pattern form = POSTCODES.get(area.country());
        return form == null || form.matcher(postcode.get()).matches();
      }).toList();
    }
    if (left.size() > 1 && position.isPresent()) {
      left = left.stream().filter(area -> area.holds(position.get())).toList();
    }
    return left.size() == 1 ? Optional.of(left.getFirst()) : Optional.empty();
  }

  private Optional<Area> byName(String text) {
    List<Area> named = areas.stream()
        .filter(area -> area.places().getFirst().names().stream().anyMatch(name -> says(text, name)))
        .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private static boolean says(String text, String name) {
    return Pattern.compile("(^|\\P{L})" + Pattern.quote(name) + "($|\\P{L})", Pattern.CASE_INSENSITIVE)
        .matcher(text).find();
  }
}
