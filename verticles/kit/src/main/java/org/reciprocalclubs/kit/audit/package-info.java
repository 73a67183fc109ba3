/**
 * The audit trail: who changed what, and who was given personal data of others, from where. What happens is
 * in the events of the rooms; reads, and changes that no event tells of, become events here. A follower
 * chains them for each club, so that no request waits for it. Searching and comparing are here; who may is
 * not.
 */
@NullMarked
package org.reciprocalclubs.kit.audit;

import org.jspecify.annotations.NullMarked;
