package org.reciprocalclubs.auth.clubs;

import org.jspecify.annotations.Nullable;

/**
 * What whoever imports says about the rows that do not say it themselves and cannot be placed. Checked by
 * the caller.
 */
public record Defaults(@Nullable String timeZone, @Nullable String country, @Nullable String currency,
    @Nullable String kind) {}
