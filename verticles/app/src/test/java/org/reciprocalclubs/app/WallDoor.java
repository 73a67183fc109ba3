package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the doors, as the running house describes it. */
interface WallDoor {
  /** Short; also the name of the door's table of rightful calls. */
  String name();

  /**
   * Every operation that the door's own description lists, each with the names of its inputs that are
   * ids.
   */
  Map<String, Set<String>> operations();

  /** Calls it with that token, or none. */
  WallReply call(String operation, JsonObject input, @Nullable String token) throws Exception;
}
