package org.reciprocalclubs.notification;

import com.google.protobuf.Timestamp;
import io.vertx.sqlclient.Row;

/** Moments between the database and the contract. */
final class Times {

  private Times() {}

  static Timestamp of(Row row, String column) {
    var at = row.getOffsetDateTime(column).toInstant();
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
