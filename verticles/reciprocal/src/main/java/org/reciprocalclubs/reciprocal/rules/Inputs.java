package org.reciprocalclubs.reciprocal.rules;

/**
 * Everything one decision depends on, and nothing else. {@link Canonical#inputs} turns it into the bytes that
 * are kept beside the verdict, {@link CanonicalInputs#read} back.
 *
 * @param history what the visitor has used at this host
 */
public record Inputs(Agreed agreed, Bylaws bylaws, Clubs clubs, Standing standing, History history,
    Circumstances circumstances, Request request) {

  /** Without rules of a house or of a programme, and nothing special the case. */
  public Inputs(Agreed agreed, Clubs clubs, Standing standing, History history, Request request) {
    this(agreed, Bylaws.NONE, clubs, standing, history, Circumstances.NONE, request);
  }

  public Inputs with(Agreed other) {
    return new Inputs(other, bylaws, clubs, standing, history, circumstances, request);
  }

  public Inputs with(Bylaws other) {
    return new Inputs(agreed, other, clubs, standing, history, circumstances, request);
  }

  public Inputs with(Clubs other) {
    return new Inputs(agreed, bylaws, other, standing, history, circumstances, request);
  }

  public Inputs with(Standing other) {
    return new Inputs(agreed, bylaws, clubs, other, history, circumstances, request);
  }

  public Inputs with(History other) {
    return new Inputs(agreed, bylaws, clubs, standing, other, circumstances, request);
  }

  public Inputs with(Circumstances other) {
    return new Inputs(agreed, bylaws, clubs, standing, history, other, request);
  }

  public Inputs with(Request other) {
    return new Inputs(agreed, bylaws, clubs, standing, history, circumstances, other);
  }
}
