/**
 * The pass: what a member shows at another club's desk, and how that desk checks it with no network. Text in
 * a QR code is Base45 (RFC 9285) of a COSE_Sign1 (RFC 9052) that the phone signs afresh each time; inside is
 * the credential, a COSE_Sign1 that the home club signed for thirty days. All of it is deterministic CBOR
 * (RFC 8949, section 4.2) and is read strictly and within limits: bytes from a stranger's screen never throw.
 * Pure: no clock, no database. Issuing, keeping keys and admitting belong to the rooms.
 */
@NullMarked
package org.reciprocalclubs.kit.pass;

import org.jspecify.annotations.NullMarked;
