package org.reciprocalclubs.kit.store;

/**
 * What a follower does with its events, and where: that decides when the position is saved and who is to
 * blame.
 */
sealed interface Effect {
  /**
   * In the transaction that saves the position: both happen or neither. What fails may be the event's
   * fault.
   */
  record Inside(BatchHandler handler) implements Effect {}

  /**
   * Before the position is saved, outside any transaction. What fails is the outside's fault, never an
   * event's.
   */
  record Outside(Courier courier) implements Effect {}
}
