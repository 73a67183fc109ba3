package org.reciprocalclubs.app;

import java.util.Map;

/**
 * What a door said, whichever door it was.
 *
 * @param kind OK, or the kind of failure by its name in the contract
 * @param code the failure's stable code; empty when it is OK
 * @param text everything that came: status line, headers, body, trailers
 */
record WallReply(String kind, String code, String text) {
  static final String OK = "OK";
  static final String UNAUTHENTICATED = "UNAUTHENTICATED";
  static final String UNAUTHORIZED = "UNAUTHORIZED";
  static final String NOT_FOUND = "NOT_FOUND";
  /** The contract's own table of kinds, written down a second time: HTTP status and gRPC status of each. */
  static final Map<String, int[]> STATUS = Map.ofEntries(Map.entry(UNAUTHENTICATED, new int[]{401, 16}),
      Map.entry(UNAUTHORIZED, new int[]{403, 7}), Map.entry("VALIDATION_ERROR", new int[]{400, 3}),
      Map.entry(NOT_FOUND, new int[]{404, 5}), Map.entry("CONFLICT", new int[]{409, 10}),
      Map.entry("REFUSED", new int[]{422, 9}), Map.entry("RATE_LIMITED", new int[]{429, 8}),
      Map.entry("OVERLOADED", new int[]{503, 14}), Map.entry("DEADLINE", new int[]{504, 4}),
      Map.entry("INTERNAL_ERROR", new int[]{500, 13}));
  private static final int SHOWN = 600;

  WallReply {
    if (!kind.equals(OK) && !code.matches("[A-Z][A-Z_]+")) {
      throw new AssertionError("A failure without a stable code: " + text);
    }
  }

  boolean isOk() {
    return kind.equals(OK);
  }

  /** The kind of failure with that status, by HTTP (0) or gRPC (1). */
  static String kind(int status, int column) {
    return STATUS.entrySet().stream().filter(each -> each.getValue()[column] == status)
        .map(Map.Entry::getKey).findFirst()
        .orElseThrow(() -> new AssertionError("No failure of the contract has the status " + status));
  }

  @Override
  public String toString() {
    return kind + " " + code + ": " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }
}
