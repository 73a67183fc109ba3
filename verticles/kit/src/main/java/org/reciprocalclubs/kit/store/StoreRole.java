package org.reciprocalclubs.kit.store;

/** The roles of the database. Those that log in have a password in {@link StoreSettings#passwords()}. */
public enum StoreRole {
  /** Owns every schema; nobody logs in as it. */
  OWNER("clubs_owner", false),
  /** Runs migrations with SET ROLE clubs_owner. */
  MIGRATOR("clubs_migrator", true),
  /** What domains run as; row-level security applies to it. */
  APP("clubs_app", true),
  /** Owns the visit desk's SECURITY DEFINER functions; nobody logs in as it. */
  DESK("clubs_desk", false),
  /** Reads every event, writes nothing. */
  FEED("clubs_feed", true),
  /** Sees which jobs are due, and for which club; purges old idempotency keys. */
  JOBS("clubs_jobs", true);

  private final String sqlName;
  private final boolean login;

  StoreRole(String sqlName, boolean login) {
    this.sqlName = sqlName;
    this.login = login;
  }

  /** @return the role's name in PostgreSQL */
  public String sqlName() {
    return sqlName;
  }

  /** @return whether the role may log in, and so needs a password */
  public boolean login() {
    return login;
  }
}
