package org.reciprocalclubs.kit.store;

/**
 * Under what an answer is kept.
 *
 * @param caller user, device or integration; keys of different callers never meet
 * @param key what the caller sent, 1 to 64 visible ASCII characters (with the alias of a field appended, 128
 * at most)
 * @param operation name of the rpc
 * @param hash of the request's content
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the database, never compared here
public record RequestKey(String caller, String key, String operation, byte[] hash) {
  private static final int LONGEST = 128;

  public RequestKey {
    if (caller.isEmpty() || operation.isEmpty() || hash.length == 0) {
      throw new IllegalArgumentException("a request has a caller, an operation and a hash");
    }
    if (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch(c -> c > 32 && c < 127)) {
      throw new IllegalArgumentException("an idempotency key is 1 to 128 visible ASCII characters");
    }
  }
}
