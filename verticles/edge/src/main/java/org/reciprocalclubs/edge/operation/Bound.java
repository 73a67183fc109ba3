package org.reciprocalclubs.edge.operation;

import java.util.List;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;

/** A row of {@link Operations} with the rpc it names. Immutable. */
public record Bound(Operation operation, Rpc rpc) {

  /**
   * The table, each row with its rpc.
   *
   * @throws IllegalArgumentException if a row names no rpc of the contract
   */
  public static List<Bound> all(Codecs codecs) {
    return Operations.TABLE.stream().map(row -> new Bound(row, codecs.rpc(row.method()))).toList();
  }

  /** Whether a REST request must carry an Idempotency-Key. */
  public boolean needsKey() {
    Operation.Rest rest = operation.rest();
    return rest != null && rest.keyed() && !rpc.repeatable();
  }

  /** Short, unique and stable: the rpc's own name. */
  public String name() {
    return rpc.descriptor().getName();
  }
}
