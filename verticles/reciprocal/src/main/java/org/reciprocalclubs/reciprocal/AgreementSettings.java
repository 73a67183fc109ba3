package org.reciprocalclubs.reciprocal;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.reciprocalclubs.kit.boot.SettingsException;

/**
 * What the platform does for agreements by itself.
 *
 * @param reminderDays how many days before an agreement's last day both clubs are told of it, once each
 * @param activationRequires what stands between both approvals and the agreement's force, beside what always
 * does; a step that does not exist is refused with POLICY_STEP_MISSING
 */
record AgreementSettings(List<Integer> reminderDays, List<String> activationRequires, Worker activation) {
  private static final int REMINDERS_MAX = 10;
  private static final int DAYS_MAX = 730;

  static final AgreementSettings DEFAULTS = new AgreementSettings(List.of(60, 30), List.of("ledger"),
      new Worker(64, Duration.ofMillis(250)));

  AgreementSettings {
    reminderDays = List.copyOf(reminderDays);
    activationRequires = List.copyOf(activationRequires);
    if (reminderDays.size() > REMINDERS_MAX) {
      throw new IllegalArgumentException("agreements.reminder_days has at most 10 entries");
    }
    if (reminderDays.stream().anyMatch(days -> days < 1 || days > DAYS_MAX)) {
      throw new IllegalArgumentException("agreements.reminder_days must be 1 to 730");
    }
    Activation.steps(Activation.TABLE, activationRequires);
  }

  /** The same, with nothing between both approvals and the agreement's force. */
  AgreementSettings requiringNothing() {
    return new AgreementSettings(reminderDays, List.of(), activation);
  }

  /**
   * Refuses to go on where nobody would ever do a step that is required: agreements would wait for ever.
   *
   * @param brought demands whose rooms are at work on this platform
   * @throws SettingsException POLICY_STEP_MISSING
   */
  void requireBrought(Set<String> brought) {
    var missing = activationRequires.stream().filter(demand -> !brought.contains(demand)).toList();
    if (!missing.isEmpty()) {
      throw new SettingsException("agreements.activation_requires asks for " + String.join(", ", missing)
          + ", and nobody is at work here who would do that; [] asks for nothing (POLICY_STEP_MISSING)");
    }
  }

  /** The steps of every activation that begins under these settings. */
  List<Step> steps() {
    return Activation.steps(Activation.TABLE, activationRequires);
  }

  /**
   * Who puts agreements into force.
   *
   * @param batch steps that one look at the database finds, at most
   * @param poll pause when nothing was due
   */
  record Worker(int batch, Duration poll) {
    private static final int BATCH_MAX = 1000;
    private static final Duration POLL_MAX = Duration.ofMinutes(1);

    Worker {
      if (batch < 1 || batch > BATCH_MAX) {
        throw new IllegalArgumentException("batch must be 1 to 1000");
      }
      if (poll.toMillis() < 1 || poll.compareTo(POLL_MAX) > 0) {
        throw new IllegalArgumentException("poll must be 1ms to 1m");
      }
    }
  }
}
