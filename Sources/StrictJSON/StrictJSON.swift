// StrictJSON: the one JSON of signed records and messages.
//
// It holds two spellings of one value type, `JSONValue`:
//
// - `CanonicalJSON` is what gets signed, hashed and logged. A value has exactly one spelling, and
//   decoding refuses any bytes that encoding would not have written: spaces, unsorted or double
//   keys, `-0`, needless escapes. Two parties that hold equal bytes hold equal values, and the
//   other way around; nothing is ever re-encoded to check a signature.
// - `OrdinaryJSON` is for envelopes around those bytes and for files that people write: order,
//   space and key names are free; double keys, depth, size and UTF-8 are as strict as above.
//
// Reading a message: decode, then ask `JSONObject` for each field by name; its errors carry the
// path (`entries[3].datum`). Writing: `JSONValue.object([("n", .int(1))])` or a literal.
//
// It is not a mapper: there is no Codable, no reflection and no floating point. It imports nothing,
// so it cannot do input or output; bytes come in, bytes go out.
