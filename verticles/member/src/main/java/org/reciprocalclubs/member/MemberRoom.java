package org.reciprocalclubs.member;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.store.JobRunner;

/** Members and their passes, as a process starts them, and what is due by night. */
public final class MemberRoom implements Room {
  private static final int INSTANCES = 2;

  private final Supplier<Data> data;

  /**
   * @param data asked for when this room starts
   */
  public MemberRoom(Supplier<Data> data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "member";
  }

  @Override
  public Future<?> start(NodeContext node) {
    Data given = data.get();
    MemberSettings settings = node.settings().bind("member", MemberSettings.class);
    return node
        .deployDomain(() -> new MemberVerticle(node.bus(), given.store(), given.sealer(), settings),
            INSTANCES)
        .compose(
            _ -> JobRunner.start(given.store(), given.leases(), MemberVerticle.jobs(settings),
                node.meters()));
  }
}
