package org.reciprocalclubs.reciprocal;

import java.util.List;

/**
 * What the platform does for agreements by itself.
 *
 * @param reminderDays how many days before an agreement's last day both clubs are told of it, once each
 */
record AgreementSettings(List<Integer> reminderDays) {
  private static final int REMINDERS_MAX = 10;
  private static final int DAYS_MAX = 730;

  static final AgreementSettings DEFAULTS = new AgreementSettings(List.of(60, 30));

  AgreementSettings {
    reminderDays = List.copyOf(reminderDays);
    if (reminderDays.size() > REMINDERS_MAX) {
      throw new IllegalArgumentException("agreements.reminder_days has at most 10 entries");
    }
    if (reminderDays.stream().anyMatch(days -> days < 1 || days > DAYS_MAX)) {
      throw new IllegalArgumentException("agreements.reminder_days must be 1 to 730");
    }
  }
}
