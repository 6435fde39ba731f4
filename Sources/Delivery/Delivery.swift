// Delivery: what the messenger of the vault decides, without doing any of it.
//
// `kluisd` writes signals as files into a folder, the spool, and executes nothing. `kluis-bode`
// brings them to sinks: programs, folders, mail. This module is the part of it that thinks. It
// reads the configuration and the files of a spool, which are bytes from outside; it knows what is
// due, what failed and how long to wait; and it writes the mail of a signal. It reads and
// writes nothing itself: bytes and times come in, decisions and bytes go out.
//
//   Configuration(reading:)      the file of the beheerder: spools, sinks, who gets what
//   SpoolName, SpooledSignal     a file of the spool, or why it is none
//   Ledger                       who has what already, and when to try again
//   SignalMail                   a signal as a short Dutch mail, with nothing personal in it
