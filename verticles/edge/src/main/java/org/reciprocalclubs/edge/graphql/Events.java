package org.reciprocalclubs.edge.graphql;

import java.util.List;
import java.util.function.Consumer;
import org.reciprocalclubs.kit.store.EventRecord;

/** Where subscriptions hear of what happens: {@code EventTail::listen}. */
@FunctionalInterface
public interface Events {
  /**
   * Calls the listener with every batch from now on, in order, on the caller's context.
   *
   * @return ends the listening
   */
  Runnable listen(Consumer<List<EventRecord>> listener);
}
