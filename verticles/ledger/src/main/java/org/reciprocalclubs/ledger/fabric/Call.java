package org.reciprocalclubs.ledger.fabric;

import java.util.List;
import java.util.Set;

/**
 * A call of a contract. Immutable.
 *
 * @param contract such as {@code anchors}
 * @param function such as {@code Append}
 * @param args in the order and form in which the contract takes them
 * @param msp the organisation whose identity signs, and whose peer is asked
 * @param endorsers organisations that must endorse; empty: those that the network's policies ask for
 */
public record Call(String contract, String function, List<String> args, String msp, Set<String> endorsers) {
  /** No contract of ours takes more. */
  static final int ARGS_MAX = 32;

  public Call {
    if (contract.isEmpty() || function.isEmpty() || msp.isEmpty()) {
      throw new IllegalArgumentException("A call names a contract, a function and who calls");
    }
    args = List.copyOf(args);
    endorsers = Set.copyOf(endorsers);
    if (args.size() > ARGS_MAX) {
      throw new IllegalArgumentException("A call has at most " + ARGS_MAX + " arguments");
    }
  }

  /** The name under which the chaincode knows it: {@code anchors:Append}. */
  public String name() {
    return contract + ":" + function;
  }
}
