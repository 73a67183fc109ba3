package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.Message;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * The objects one subscriber is to hear of, in the order they changed. Each is loaded when the subscriber is
 * ready for it, so one that changes twice meanwhile is sent once, as it is then. Confined to one event loop.
 */
final class LiveQueue implements Publisher<Message>, Subscription {
  private final int maxWaiting;
  private final Function<String, Future<@Nullable Message>> load;
  private final LinkedHashSet<String> waiting = new LinkedHashSet<>();
  private final Runnable ended;
  private @Nullable Subscriber<? super Message> subscriber;
  private long demand;
  private boolean loading;
  private boolean over;

  /**
   * @param load the object of that id as this subscriber may see it; null: not at all
   * @param ended called once, when nobody listens any more
   */
  LiveQueue(int maxWaiting, Function<String, Future<@Nullable Message>> load, Runnable ended) {
    this.maxWaiting = maxWaiting;
    this.load = load;
    this.ended = ended;
  }

  @Override
  public void subscribe(Subscriber<? super Message> to) {
    if (subscriber != null) {
      throw new IllegalStateException("A live queue has one subscriber");
    }
    subscriber = to;
    to.onSubscribe(this);
  }

  /** The object of that id changed. */
  void changed(String id) {
    if (over) {
      return;
    }
    waiting.add(id);
    if (waiting.size() > maxWaiting) {
      end();
      Objects.requireNonNull(subscriber)
          .onError(Problem.overloaded("SLOW_READER",
              "The subscriber reads too slowly: ask for the list, subscribe again"));
    } else {
      next();
    }
  }

  @Override
  public void request(long more) {
    demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
    next();
  }

  @Override
  public void cancel() {
    end();
  }

  private void next() {
    if (loading || over || demand == 0 || waiting.isEmpty() || subscriber == null) {
      return;
    }
    loading = true;
    load.apply(waiting.removeFirst()).onComplete(loaded -> {
      loading = false;
      if (!over && loaded.succeeded() && loaded.result() != null) {
        demand--;
        Objects.requireNonNull(subscriber).onNext(loaded.result());
      }
      next();
    });
  }

  private void end() {
    if (!over) {
      over = true;
      waiting.clear();
      ended.run();
    }
  }
}
