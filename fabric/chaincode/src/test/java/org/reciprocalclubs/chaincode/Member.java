package org.reciprocalclubs.chaincode;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** Somebody of an organisation, with a certificate such as a peer hands to the contracts. */
record Member(String msp, ByteString identity) {
  private static final Map<String, Member> KNOWN = new ConcurrentHashMap<>();

  static Member of(String msp) {
    return KNOWN.computeIfAbsent(msp, each -> new Member(each, SerializedIdentity.newBuilder().setMspid(each)
        .setIdBytes(ByteString.copyFromUtf8(Certificate.of(each).certificate())).build().toByteString()));
  }
}
