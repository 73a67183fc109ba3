/**
 * The websocket {@code /push}: what happened, told to members' apps and desks the moment it happened. Every
 * message carries its position, and a client that comes back with one hears exactly what it missed. All is
 * answered from the process's event tail and nothing is kept: positions live with the clients. Runs on the
 * HTTP port's event loops, one {@code Board} on each; sending mails or phone notifications belongs to the
 * notification room.
 */
@NullMarked
package org.reciprocalclubs.push;

import org.jspecify.annotations.NullMarked;
