/**
 * The rows of this room: clubs, logins, sessions, devices, keys. Each class knows the SQL of one thing and
 * runs it in the transaction it is given; which club may see which row is PostgreSQL's to judge.
 */
@NullMarked
package org.reciprocalclubs.auth.store;

import org.jspecify.annotations.NullMarked;
