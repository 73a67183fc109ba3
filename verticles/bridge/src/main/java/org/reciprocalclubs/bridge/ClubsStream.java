package org.reciprocalclubs.bridge;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Subjects;
import org.reciprocalclubs.kit.store.Position;

/** Stream CLUBS on the server: made or adjusted to its limits, and asked how far it has come. Blocks. */
final class ClubsStream {
  /** Header with the feed position of a message's event. */
  static final String POSITION = "Clubs-Position";
  private static final int NOT_FOUND = 404;
  /** Messages of others, or deleted ones, behind which our newest is looked for. */
  private static final int LOOK_BACK = 256;

  private final JetStreamManagement server;
  private final BridgeSettings.Stream limits;

  /**
   * How far the stream has come.
   *
   * @param sequence of its newest message, whoever sent it
   * @param mark our newest message; null when there is none
   */
  record Reached(long sequence, @Nullable Mark mark) {}

  ClubsStream(JetStreamManagement server, BridgeSettings.Stream limits) {
    this.server = server;
    this.limits = limits;
  }

  Reached open() throws IOException, JetStreamApiException {
    var state = ensured().getStreamState();
    long oldest = Math.max(state.getFirstSequence(), state.getLastSequence() - LOOK_BACK + 1);
    Mark mark = null;
    if (state.getMsgCount() > 0) {
      for (long sequence = state.getLastSequence(); mark == null && sequence >= oldest; sequence--) {
        mark = mark(sequence);
      }
    }
    return new Reached(state.getLastSequence(), mark);
  }

  private @Nullable Mark mark(long sequence) throws IOException, JetStreamApiException {
    try {
      Headers headers = server.getMessage(Subjects.CLUBS, sequence).getHeaders();
      String position = headers == null ? null : headers.getFirst(POSITION);
      String id = headers == null ? null : headers.getFirst(NatsJetStreamConstants.MSG_ID_HDR);
      return position == null || id == null
          ? null
          : Position.parse(position).map(at -> new Mark(at, id)).orElse(null);
    } catch (JetStreamApiException failure) {
      if (failure.getErrorCode() == NOT_FOUND) {
        return null;
      }
      throw failure;
    }
  }

  private StreamInfo ensured() throws IOException, JetStreamApiException {
    StreamInfo found;
    try {
      found = server.getStreamInfo(Subjects.CLUBS);
    } catch (JetStreamApiException failure) {
      if (failure.getErrorCode() != NOT_FOUND) {
        throw failure;
      }
      var made = StreamConfiguration.builder().name(Subjects.CLUBS).storageType(storage());
      return server.addStream(limited(made));
    }
    return fits(found.getConfiguration())
        ? found
        : server.updateStream(limited(StreamConfiguration.builder(found.getConfiguration())));
  }

  private StorageType storage() {
    return limits.storage() == BridgeSettings.Storage.FILE ? StorageType.File : StorageType.Memory;
  }

  private StreamConfiguration limited(StreamConfiguration.Builder stream) {
    return stream.subjects(Subjects.ALL_EVENTS)
        .discardPolicy(DiscardPolicy.Old)
        .maxAge(limits.maxAge())
        .maxBytes(limits.maxBytes().bytes())
        .replicas(limits.replicas())
        .duplicateWindow(limits.dedupeWindow())
        .build();
  }

  private boolean fits(StreamConfiguration found) {
    var wanted = limited(StreamConfiguration.builder(found));
    return found.getSubjects().equals(wanted.getSubjects())
        && found.getDiscardPolicy() == wanted.getDiscardPolicy()
        && limits.maxAge().equals(found.getMaxAge())
        && found.getMaxBytes() == wanted.getMaxBytes()
        && found.getReplicas() == wanted.getReplicas()
        && limits.dedupeWindow().equals(found.getDuplicateWindow());
  }
}
