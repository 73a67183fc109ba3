package org.reciprocalclubs.auth.rules;

import org.jspecify.annotations.Nullable;

/**
 * What is written about a club, apart from its status and settings. Immutable.
 *
 * @param code see {@link ClubCode}
 * @param kind CITY, YACHT, GOLF, ALPINE or FEDERATION
 * @param location its address; may be empty
 * @param timeZone IANA
 * @param country ISO 3166-1 alpha-2
 * @param currency ISO 4217
 */
public record ClubProfile(String code, String name, String kind, @Nullable String description,
    String location,
    @Nullable String website, @Nullable String region, @Nullable String phone, String timeZone,
    String country,
    String currency, @Nullable Point position) {
  /** The kind of the operator's club, of which there is one. */
  public static final String FEDERATION = "FEDERATION";
}
