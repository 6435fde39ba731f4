// AuditLog: what the log is made of, so that anyone can check it offline.
//
// A leaf is a `LogEntry` in its one spelling. Leaves hang in a Merkle tree (RFC 6962 hashing,
// SHA-256); the log signs its size and root as a `Checkpoint` in a `Note`; witnesses cosign the same
// note. From these follow three promises, each with its call:
//
// - *My act is in the log.* The service answers with a `Receipt`; the client calls `verify` before
//   it uses anything of the answer, compares the entry with what it asked, and keeps the new `Pin`.
// - *The log only grows.* Every receipt carries the proof from the client's pin. The FG checks a
//   whole copy with `LogVerifier` (the tree) and `EntrySpan` (order and time of the entries).
// - *It is this log's.* `Checkpoint.verify` is the one way from bytes of others to a checkpoint.
//
// The service appends with `MerkleTree`: each leaf's bytes are a row, and each 256th leaf completes
// a tile that is another row. `TreeProofs` makes proofs from these.
//
// It is not the store and not the network: bytes come in, bytes go out. It does not know whether an
// act was right: policy decides, `kluis fg verify` compares heads, signatures and bases.
