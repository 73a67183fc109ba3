package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.Response;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** What a call came to: the contract's response, and what the simulation would write. */
record Answer(String tx, Response response, @Nullable ChaincodeEvent event, Map<String, String> writes,
    Map<String, byte[]> policies) {

  static Answer of(String tx, ChaincodeMessage message, Simulation simulation) {
    assertThat(message.getType()).as(message.getPayload().toStringUtf8())
        .isEqualTo(ChaincodeMessage.Type.COMPLETED);
    try {
      return new Answer(tx, Response.parseFrom(message.getPayload()),
          message.hasChaincodeEvent() ? message.getChaincodeEvent() : null, simulation.writes(),
          simulation.policies());
    } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
      throw new IllegalStateException(broken);
    }
  }

  boolean isGood() {
    return response.getStatus() == 200;
  }

  String text() {
    assertThat(response.getStatus()).as(response.getMessage()).isEqualTo(200);
    return response.getPayload().toStringUtf8();
  }

  JSONObject json() {
    return new JSONObject(text());
  }

  /** Recorded anew, with its event, whose payload is the answer. */
  Answer recorded(String type) {
    assertThat(text()).contains("\"tx\":\"" + tx + "\"").contains("\"type\":\"" + type + "\"");
    assertThat(event).isNotNull();
    assertThat(java.util.Objects.requireNonNull(event).getEventName()).isEqualTo(type);
    assertThat(event.getPayload().toStringUtf8()).isEqualTo(text());
    assertThat(writes).isNotEmpty();
    return this;
  }

  /** The same as the first time, and nothing written or announced. */
  void repeats(Answer first) {
    assertThat(text()).isEqualTo(first.text());
    assertThat(writes).isEmpty();
    assertThat(policies).isEmpty();
    assertThat(event).isNull();
  }

  void refused(String message) {
    assertThat(response.getStatus()).as(response.toString()).isEqualTo(500);
    assertThat(response.getMessage()).startsWith(message);
    assertThat(writes).isEmpty();
    assertThat(event).isNull();
  }
}
