package org.reciprocalclubs.member.store;

import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/** One row per club: the highest number given, and the job that ends unpaid memberships. Stateless. */
public final class RegisterTable {
  private static final String NEXT = """
      insert into member.register (club, last_number) values (kit.club(), 10001)
      on conflict (club) do update set last_number = register.last_number + 1 returning last_number""";
  private static final String RAISE = """
      insert into member.register (club, last_number)
      select kit.club(), greatest(10000, max(n::bigint)) from unnest($1::text[]) n where n ~
        '^[1-9][0-9]{0,17}$'
      having count(*) > 0
      on conflict (club) do update set last_number = greatest(register.last_number, excluded.last_number)""";
  private static final String LOCK = """
      insert into member.register (club) values (kit.club())
      on conflict (club) do update set club = excluded.club returning lapse_job is not null""";
  private static final String JOB = "update member.register set lapse_job = $1 where club = kit.club()";

  private RegisterTable() {}

  /** The next free number: one more than the highest that any member of the club has had. */
  public static String next(Tx tx) {
    return tx.one(NEXT).orElseThrow().getLong(0).toString();
  }

  /** Notes numbers that were chosen, so that the next free one is higher. */
  public static void taken(Tx tx, List<String> numbers) {
    tx.queryAsync(RAISE, (Object) numbers.toArray(String[]::new));
  }

  /** Whether the club has its nightly job; locks the row, so that one transaction alone makes it. */
  public static boolean hasLapseJob(Tx tx) {
    return tx.one(LOCK).orElseThrow().getBoolean(0);
  }

  public static void lapseJob(Tx tx, UUID job) {
    tx.queryAsync(JOB, job);
  }
}
