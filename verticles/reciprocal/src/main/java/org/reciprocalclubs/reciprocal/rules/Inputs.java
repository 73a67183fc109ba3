package org.reciprocalclubs.reciprocal.rules;

import org.jspecify.annotations.Nullable;

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

  /**
   * Guests of this party as a cap on the guests of a year counts them: without family, by whichever of the
   * terms that set such a cap counts most; by the agreement where none does. It is what {@link Use#guests}
   * keeps, since ages are forgotten: where terms differ in who is family, the stricter count stands for all.
   */
  public int countedGuests() {
    int most = -1;
    if (agreed instanceof Agreed.Signed signed) {
      var terms = signed.version().terms();
      most = capped(terms, capped(bylaws.house(), capped(bylaws.programme(), most)));
      most = most < 0 ? terms.coverage().guests().counted(request.guests()) : most;
    }
    return most < 0 ? request.guests().size() : most;
  }

  private int capped(@Nullable TermsVersion version, int otherwise) {
    return version == null ? otherwise : capped(version.terms(), otherwise);
  }

  private int capped(Terms terms, int otherwise) {
    return terms.caps().guestsYear() == null
        ? otherwise
        : Math.max(otherwise, terms.coverage().guests().counted(request.guests()));
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
