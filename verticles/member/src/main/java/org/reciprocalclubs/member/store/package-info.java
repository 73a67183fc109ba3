/**
 * Rows of members, people, pass keys and imports, and the events of their streams. Each method runs its
 * statement in the transaction it is given, within that transaction's scope. Decides nothing.
 */
@NullMarked
package org.reciprocalclubs.member.store;

import org.jspecify.annotations.NullMarked;
