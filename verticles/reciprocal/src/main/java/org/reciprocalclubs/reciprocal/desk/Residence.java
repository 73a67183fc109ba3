package org.reciprocalclubs.reciprocal.desk;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.Circumstances.Lives;

/**
 * Where a visitor lives, seen from the host, by an address that people wrote. Countries are known by their
 * ISO 3166-1 codes and English names; an address that names none of them may still name the city.
 * Thread-safe.
 */
final class Residence {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Map<String, String> COUNTRIES = countries();

  private Residence() {}

  /**
   * Sorts an address.
   *
   * @param cities that terms name
   */
  static Lives of(Surroundings.Places places, List<String> cities) {
    String country = places.country() == null ? null : COUNTRIES.get(plain(places.country()));
    if (country != null && !country.equals(places.hostCountry())) {
      return Lives.ABROAD;
    }
    if (named(places.city(), cities)) {
      return Lives.IN_CITY;
    }
    return country == null ? Lives.UNKNOWN : Lives.IN_COUNTRY;
  }

  private static boolean named(@Nullable String city, List<String> cities) {
    return city != null && cities.stream().anyMatch(each -> plain(each).equals(plain(city)));
  }

  /** Without case, accents and punctuation. */
  private static String plain(String text) {
    var bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return OTHER.matcher(bare).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> countries() {
    var names = new HashMap<String, String>();
    for (var code : Locale.getISOCountries()) {
      var country = Locale.of("", code);
      names.put(plain(code), code);
      names.put(plain(country.getISO3Country()), code);
      names.put(plain(country.getDisplayCountry(Locale.ENGLISH)), code);
    }
    List.of("uk", "great britain", "england", "scotland", "wales", "northern ireland")
        .forEach(name -> names.put(name, "GB"));
    List.of("u s", "u s a", "united states of america").forEach(name -> names.put(name, "US"));
    return Map.copyOf(names);
  }
}
