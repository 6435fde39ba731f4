// Session: the bytes that client and service exchange, from hello to the last answer.
//
// Sign-in: `Message1`, `Message2`, `Message3`; both sides prove who they are with signatures over
// these bytes, and agree on keys that nobody between them has. A session is `SessionKeys` and its
// name H(m3). A request is a `RequestBody` that the member signs; an answer carries a MAC. A partner's
// session has the same bytes, signed for another domain: `Party`.
//
// Both sides use this one module, so that they cannot disagree about a byte. It does no I/O, decides
// nothing and keeps nothing. (Docs/protocol.md, Sign-in and Requests)
