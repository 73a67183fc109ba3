package org.reciprocalclubs.reciprocal.desk;

import com.google.protobuf.Timestamp;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Manner;
import org.reciprocalclubs.reciprocal.rules.Request;

/**
 * One check-in as a device asked for it, before anything was looked up. Immutable.
 *
 * @param id made by the device; becomes the visit's id and stream
 * @param host the club of whoever asks, from the token and never from the request
 * @param who the visitor, as far as the request names one
 * @param party what is asked for; its moment is set when it is decided
 * @param origin who sent it, and what exactly
 * @param extras what is only kept
 */
public record Scan(UUID id, UUID host, Who who, Request party, Origin origin, Extras extras) {

  /** The visitor as named by the request. */
  public sealed interface Who {
    /** By the home club's code and the number on the card. */
    record ByNumber(String clubCode, String number) implements Who {}

    /** By id, from an app that knows it. */
    record ById(UUID member) implements Who {}

    /**
     * By a pass that was checked: a club vouches for its own members only.
     *
     * @param issuedAt when the club signed it
     * @param shown the code that the phone made of it
     */
    record ByPass(UUID club, UUID member, Instant issuedAt, Shown shown) implements Who {}

    /** By a pass that does not hold. */
    record BadPass(Verdict.Code code) implements Who {}
  }

  /**
   * A code as a phone shows it once; whoever is admitted by it uses it up.
   *
   * @param hash SHA-256, the same for the same code however it is written
   * @param until after which no door takes it anyway
   */
  public record Shown(Buffer hash, Instant until) {}

  /** The code by which the visitor is named; null where none was shown, or one that does not hold. */
  @Nullable
  Shown shown() {
    return who instanceof Who.ByPass pass ? pass.shown() : null;
  }

  /**
   * @param actor the device or person
   * @param correlation the request's correlation id
   * @param requestHash SHA-256 of the request; a repeat under the same id must have the same
   */
  @SuppressWarnings("ArrayRecordComponent") // the hash goes to the database, which compares it
  public record Origin(UUID actor, @Nullable String correlation, byte[] requestHash) {}

  /**
   * What the visit record keeps and no rule of admission reads.
   *
   * @param manner at the door, or else: what {@link Manner#HAPPENED} is judged by occurredAt
   * @param reason of the manager who lets the visitor in; null where nobody does
   * @param named who comes along by name
   */
  public record Extras(@Nullable Timestamp occurredAt, Bill bill, Manner manner, @Nullable String reason,
      List<Guest> named) {
    public static final Extras NONE = new Extras(null, Bill.NONE);

    public Extras {
      named = List.copyOf(named);
    }

    public Extras(@Nullable Timestamp occurredAt, Bill bill) {
      this(occurredAt, bill, Manner.ASKED, null, List.of());
    }
  }
}
