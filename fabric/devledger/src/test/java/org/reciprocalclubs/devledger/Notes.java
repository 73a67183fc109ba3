package org.reciprocalclubs.devledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.shim.ext.sbe.StateBasedEndorsement.RoleType;
import org.hyperledger.fabric.shim.ext.sbe.impl.StateBasedEndorsementFactory;

/** A small contract that does, one by one, what contracts do to a ledger. */
final class Notes implements Chaincode {

  @Override
  public Response init(ChaincodeStub stub) {
    return ResponseUtils.newSuccessResponse();
  }

  @Override
  public Response invoke(ChaincodeStub stub) {
    List<String> of = stub.getParameters();
    return switch (stub.getFunction()) {
      case "put" -> put(stub, of.get(0), of.get(1));
      case "delete" -> delete(stub, of.getFirst());
      case "get" -> text(stub.getStringState(of.getFirst()));
      case "append" -> put(stub, of.get(0), stub.getStringState(of.get(0)) + of.get(1));
      case "range" -> text(String.join(" ", keys(stub, of.get(0), of.get(1))));
      case "page" -> page(stub, of);
      case "count" -> put(stub, of.get(2), Integer.toString(keys(stub, of.get(0), of.get(1)).size()));
      case "pageThenPut" -> {
        page(stub, of);
        yield put(stub, "x", "y");
      }
      case "chance" -> put(stub, of.getFirst(), UUID.randomUUID().toString());
      case "lock" -> lock(stub, of);
      case "refuse" -> ResponseUtils.newErrorResponse(of.getFirst());
      case "fail" -> throw new IllegalStateException(of.getFirst());
      case "quiet" -> quietly(stub, of.get(0), of.get(1));
      default -> ResponseUtils.newErrorResponse("NOT_FOUND: no such function");
    };
  }

  private static Response quietly(ChaincodeStub stub, String key, String value) {
    stub.putStringState(key, value);
    return text(stub.getStringState(key));
  }

  private static Response put(ChaincodeStub stub, String key, String value) {
    stub.putStringState(key, value);
    stub.setEvent("Put", (key + "=" + value).getBytes(UTF_8));
    return text(value);
  }

  private static Response delete(ChaincodeStub stub, String key) {
    stub.delState(key);
    return ResponseUtils.newSuccessResponse();
  }

  private static List<String> keys(ChaincodeStub stub, String from, String to) {
    List<String> keys = new ArrayList<>();
    stub.getStateByRange(from, to).forEach(each -> keys.add(each.getKey()));
    return keys;
  }

  private static Response page(ChaincodeStub stub, List<String> of) {
    var page = stub.getStateByRangeWithPagination(of.get(0), of.get(1), Integer.parseInt(of.get(2)),
        of.get(3));
    List<String> keys = new ArrayList<>();
    page.forEach(each -> keys.add(each.getKey()));
    return text(String.join(" ", keys) + " > " + page.getMetadata().getBookmark());
  }

  /** The key is to be changed only with all of these organisations. */
  private static Response lock(ChaincodeStub stub, List<String> of) {
    var policy = StateBasedEndorsementFactory.getInstance().newStateBasedEndorsement(null);
    policy.addOrgs(RoleType.RoleTypePeer, of.stream().skip(1).toArray(String[]::new));
    stub.setStateValidationParameter(of.getFirst(), policy.policy());
    return ResponseUtils.newSuccessResponse();
  }

  private static Response text(String text) {
    return ResponseUtils.newSuccessResponse(text.getBytes(UTF_8));
  }
}
