package org.reciprocalclubs.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a gateway of Fabric 2.5 says, in its own words, and what that means. */
class FaultsTest {
  private static StatusRuntimeException said(Code code, String... details) {
    var status = Status.newBuilder().setCode(code.getNumber()).setMessage("see attached details");
    for (var detail : details) {
      status.addDetails(Any.pack(ErrorDetail.newBuilder().setMspId("CityMSP").setMessage(detail).build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      chaincode response 500, CONFLICT: anchor 300 does not follow 200 | CONFLICT | anchor 300 does not
      chaincode response 500, VALIDATION_ERROR: club: is no id | VALIDATION_ERROR | club: is no id
      chaincode response 500, Undefined contract method called | CONTRACT_FAILED | Undefined contract
      ProposalResponsePayloads do not match | PEERS_DISAGREE | ProposalResponsePayloads do not match
      error validating proposal: access denied: creator org unknown | IDENTITY_REFUSED | access denied
      """)
  void who_says_no_is_known_by_what_peers_say(String text, String code, String detail) {
    var fault = Faults.endorsing(new EndorseException("tx", said(Code.ABORTED, "connection refused", text)));
    assertThat(fault).isInstanceOfSatisfying(LedgerRefused.class, refused -> {
      assertThat(refused.code()).isEqualTo(code);
      assertThat(refused.detail()).contains(detail);
    });
  }

  @ParameterizedTest
  @CsvSource({"ABORTED", "FAILED_PRECONDITION", "UNAVAILABLE", "DEADLINE_EXCEEDED", "UNKNOWN", "INTERNAL"})
  void what_could_not_be_endorsed_now_was_not_ordered_and_is_tried_later(Code code) {
    var fault = Faults
        .endorsing(new EndorseException("tx", said(code, "rpc error: code = Unavailable desc = refused")));
    assertThat(fault).isInstanceOf(LedgerAway.class).hasMessageContaining("CityMSP");
  }

  @ParameterizedTest
  @CsvSource({"UNAVAILABLE", "DEADLINE_EXCEEDED", "FAILED_PRECONDITION", "CANCELLED", "UNKNOWN"})
  void of_what_was_sent_nobody_knows_whether_it_was_taken(Code code) {
    assertThat(Faults.submitting(new SubmitException("tx", said(code)))).isInstanceOf(LedgerUnknown.class);
  }

  @Test
  void an_orderer_that_does_not_take_it_says_so() {
    assertThat(Faults.submitting(new SubmitException("tx", said(Code.ABORTED))))
        .isInstanceOfSatisfying(LedgerRefused.class,
            refused -> assertThat(refused.code()).isEqualTo(LedgerRefused.ORDERER_REFUSED));
  }

  @Test
  void an_outcome_that_did_not_come_in_time_says_nothing_of_the_peer() {
    var late = Faults.asking(new CommitStatusException("tx", said(Code.DEADLINE_EXCEEDED)));
    var away = Faults.asking(new CommitStatusException("tx", said(Code.UNAVAILABLE)));
    assertThat(late.isUndecided()).isTrue();
    assertThat(away.isUndecided()).isFalse();
  }
}
