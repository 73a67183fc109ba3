package org.reciprocalclubs.kit.bus;

import io.vertx.core.Future;
import java.util.List;
import org.reciprocalclubs.codecs.Rpc;

/** Where it is kept who was given personal data of others, and who asked for changes. Thread-safe. */
@FunctionalInterface
public interface Recorder {
  /** Refuses: what cannot be recorded is not answered. */
  Recorder NONE = _ -> Future
      .failedFuture(Problem.overloaded("NOT_RECORDED", "Nothing records this just now"));

  /** Records nothing: for tests of rooms, and nothing else. */
  Recorder FORGETFUL = _ -> Future.succeededFuture();

  /**
   * Something to be recorded.
   *
   * @param read a read of personal data; else a change that was asked for
   * @param call who, from where
   * @param rows ids of the rows that the answer was made of, and that the request named
   */
  record Record(boolean read, Rpc rpc, CallContext call, List<String> rows) {
    public Record {
      rows = List.copyOf(rows);
    }
  }

  /** Completes once it is on disk; whoever is to be recorded is not answered before. */
  Future<Void> record(Record record);
}
