package org.reciprocalclubs.kit.boot;

import java.util.EnumMap;
import java.util.Map;
import org.reciprocalclubs.kit.store.StoreRole;
import org.reciprocalclubs.kit.store.StoreSettings;

/**
 * The section {@code database}: {@link StoreSettings} with its passwords as secrets. A password that was not
 * given is left out; the store says so when it needs it.
 */
public record DatabaseSettings(StoreSettings.Server server, Secret migratorPassword, Secret appPassword,
    Secret feedPassword, Secret jobsPassword, StoreSettings.Pools pools, StoreSettings.Timeouts timeouts,
    StoreSettings.Background background) {

  /** What the store takes. */
  public StoreSettings store() {
    Map<StoreRole, String> passwords = new EnumMap<>(StoreRole.class);
    put(passwords, StoreRole.MIGRATOR, migratorPassword);
    put(passwords, StoreRole.APP, appPassword);
    put(passwords, StoreRole.FEED, feedPassword);
    put(passwords, StoreRole.JOBS, jobsPassword);
    return new StoreSettings(server, passwords, pools, timeouts, background);
  }

  private static void put(Map<StoreRole, String> passwords, StoreRole role, Secret secret) {
    if (!secret.isEmpty()) {
      passwords.put(role, secret.value());
    }
  }
}
