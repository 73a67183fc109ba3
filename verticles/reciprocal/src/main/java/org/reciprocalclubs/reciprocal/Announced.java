package org.reciprocalclubs.reciprocal;

import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.reciprocal.rules.Reservation.Plan;

/**
 * A reservation with all that is kept of it.
 *
 * @param person who hears of it: the member's login, or the member where there is none
 * @param time by the host's clock; null for some time that day
 * @param facility empty for none in particular
 * @param guests with their names, which go into the table of guests and nowhere else
 */
record Announced(UUID id, Plan plan, UUID person, @Nullable LocalTime time, int nights, String facility,
    List<Guest> guests) {}
