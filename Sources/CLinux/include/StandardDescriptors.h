// What every program of ours does first, before it opens anything.
#ifndef CLINUX_STANDARD_DESCRIPTORS_H
#define CLINUX_STANDARD_DESCRIPTORS_H

/// Holds those of the descriptors 0, 1 and 2 that the program was started without.
///
/// Else the next file or socket gets such a number, and what is meant for the screen is written
/// into it: a readable dossier into the vault's socket, an error text into a file of keys. What
/// stands there now can be neither read nor written, so that such a use fails and is told.
/// Answers -1 and errno when even that cannot be opened.
int linux_hold_standard_descriptors(void);

#endif
