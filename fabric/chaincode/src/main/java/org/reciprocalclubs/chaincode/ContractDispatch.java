package org.reciprocalclubs.chaincode;

import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.contract.metadata.MetadataBuilder;
import org.hyperledger.fabric.contract.routing.TxFunction;
import org.hyperledger.fabric.contract.routing.TypeRegistry;
import org.hyperledger.fabric.contract.routing.impl.RoutingRegistryImpl;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.traces.Traces;

/**
 * Takes a call to its contract's function. It does what the shim's own router does with the same annotated
 * classes, but is told which they are: that one reads every class of the class path to find them, which takes
 * seconds. Also it counts the arguments, logs none of them, and does not log refusals as accidents.
 */
final class ContractDispatch extends ChaincodeBase {
  private static final Logger LOG = Logger.getLogger(ContractDispatch.class.getName());
  /**
   * The shim would log whole messages, and every refusal as an accident. A logger that nobody holds forgets.
   */
  @SuppressWarnings("unused")
  private static final List<Logger> QUIET = List.of(from("org.hyperledger.fabric", Level.WARNING),
      from("org.hyperledger.fabric.shim.impl.ChaincodeInvocationTask", Level.OFF));

  private static boolean isDescribed;

  /** By the names that calls have. */
  private final Map<String, TxFunction> functions = new HashMap<>();

  ContractDispatch(List<Class<? extends ContractInterface>> contracts) {
    Metrics.initialize(new Properties());
    Traces.initialize(new Properties());
    var registry = new RoutingRegistryImpl();
    contracts.forEach(contract -> add(registry, contract));
    describe(registry);
  }

  private static Logger from(String name, Level level) {
    var logger = Logger.getLogger(name);
    logger.setLevel(level);
    return logger;
  }

  private void add(RoutingRegistryImpl registry, Class<? extends ContractInterface> contract) {
    @SuppressWarnings("unchecked") // the registry asks for the interface's own class
    var definition = registry.addNewContract((Class<ContractInterface>) contract);
    for (var method : contract.getMethods()) {
      if (method.isAnnotationPresent(Transaction.class)) {
        var function = definition.addTxFunction(method);
        functions.put(definition.getName() + ":" + function.getName(), function);
      }
    }
  }

  /**
   * What {@code org.hyperledger.fabric:GetMetadata} answers. The shim keeps one description for the whole
   * process.
   */
  private static synchronized void describe(RoutingRegistryImpl registry) {
    if (!isDescribed) {
      MetadataBuilder.initialize(registry, TypeRegistry.getRegistry());
      isDescribed = true;
    }
  }

  /** @param id the package that peers call, as their lifecycle knows it */
  void identify(String id) {
    processCommandLineOptions(new String[]{"-i", id});
    // read once here: the shim's server needs it when a peer arrives, and fails where nobody read it before
    getChaincodeConfig();
  }

  @Override
  public Response init(ChaincodeStub stub) {
    return invoke(stub);
  }

  @Override
  public Response invoke(ChaincodeStub stub) {
    try {
      return ResponseUtils.newSuccessResponse(call(stub).getBytes(StandardCharsets.UTF_8));
    } catch (Refusal refusal) {
      return ResponseUtils.newErrorResponse(refusal.getMessage());
    } catch (ReflectiveOperationException | RuntimeException failed) {
      LOG.log(Level.SEVERE, failed, () -> "transaction " + stub.getTxId() + " failed");
      return ResponseUtils.newErrorResponse("INTERNAL_ERROR: the contract failed");
    }
  }

  private String call(ChaincodeStub stub) throws ReflectiveOperationException {
    var given = stub.getStringArgs();
    if (given.isEmpty()) {
      throw Refusal.invalid("function", "is missing");
    }
    var function = function(given.getFirst());
    var wanted = function.getParamsList();
    if (given.size() != wanted.size() + 1) {
      throw Refusal.invalid("arguments", "are not " + wanted.size() + " in number");
    }
    var contract = function.getRouting().getContractInstance();
    var arguments = new ArrayList<Object>(given);
    arguments.set(0, contract.createContext(stub));
    try {
      return (String) function.getRouting().getMethod().invoke(contract, arguments.toArray());
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw thrown;
    }
  }

  private TxFunction function(String name) {
    var function = functions.get(name);
    if (function == null) {
      throw Refusal.notFound("there is no such function");
    }
    return function;
  }
}
