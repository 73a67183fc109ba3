package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.reciprocalclubs.codecs.ledger.v1.TransactionStatusChanged;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;

/** Hears from the ledger's room that what an activation waits for has ended, and has it look at once. */
final class ActivationWakes {
  /** Name of the follower, under which its position is kept. */
  static final String FOLLOWER = "reciprocal.activations";
  static final Set<String> TYPES = Set.of(TransactionStatusChanged.getDescriptor().getFullName());
  private static final Set<String> ENDS = Set.of("CONFIRMED", "FAILED");
  private static final Pattern APPROVAL = Pattern.compile("agreement/([0-9a-f-]{36})/terms/[0-9]+/approved");

  private ActivationWakes() {}

  static void follow(Tx tx, List<EventRecord> events) {
    for (var event : events) {
      var told = read(event);
      var approval = APPROVAL.matcher(told.getKey());
      if (ENDS.contains(told.getState()) && approval.matches()) {
        tx.as(Scope.club(event.club()));
        ActivationRows.wake(tx, UUID.fromString(approval.group(1)));
      }
    }
  }

  private static TransactionStatusChanged read(EventRecord event) {
    try {
      return TransactionStatusChanged.parseFrom(event.data());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
    }
  }
}
