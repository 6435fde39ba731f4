// An age file behind a passphrase: armor, header, payload. (C2SP age.md, version 1)
// One spelling per value, limits before memory is taken, the MAC of the header before the payload.
const limits = { header: 65536, stanzas: 64, logN: 22, chunk: 65536, files: 1000 };
const latin1 = (bytes) => new TextDecoder("latin1").decode(bytes);
/** Ends the work with the reason's name, which the page has a text for, and the file it is about. */
function refuse(reason, detail) { throw Object.assign(new Error(reason), { reason, detail }); }
const digits64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values64 = Uint8Array.from({ length: 128 }, (_, code) => digits64.indexOf(String.fromCharCode(code)) & 255);
/** The bytes of a base64 text, with padding or without; null unless it is their one spelling. */
function base64(text, isPadded) {
  const padding = isPadded ? /={0,2}$/.exec(text)[0].length : -text.length & 3;
  const count = isPadded ? text.length - padding : text.length, bytes = new Uint8Array((count * 3) >> 2);
  if (padding === 3 || (count + padding) % 4) return null;
  let held = 0, bits = 0, at = 0;
  for (let i = 0; i < count; i++) {
    const value = values64[text.charCodeAt(i)];
    if (!(value < 64)) return null;
    held = ((held << 6) | value) & 0xfff;
    bits = (bits + 6) % 8;
    if (bits < 6) bytes[at++] = held >> bits;
  }
  return held & ((1 << bits) - 1) ? null : bytes;
}
/** The file itself, out of its armor if it has one. */
function unarmored(bytes) {
  if (!/-----BEGIN age/i.test(latin1(bytes.subarray(0, 2048)))) return bytes;
  const lines = latin1(bytes).trim().split(/\r?\n/), first = lines.shift(), last = lines.pop();
  if (first !== "-----BEGIN AGE ENCRYPTED FILE-----") refuse("armor");
  if (last !== "-----END AGE ENCRYPTED FILE-----") refuse(/^-----/.test(last) ? "armor" : "truncated");
  const isWrong = (line, i) => line.length !== 64 && (i < lines.length - 1 || !line || line.length > 64);
  return (!lines.some(isWrong) && base64(lines.join(""), true)) || refuse("armor");
}
/** The stanzas, the MAC, what it is over, and the payload. */
function readHeader(file) {
  const text = latin1(file.subarray(0, limits.header)), stanzas = [];
  let at = 0;
  const line = () => {
    const start = at, end = text.indexOf("\n", at);
    if (end < 0) refuse(file.length > limits.header ? "header" : "truncated");
    at = end + 1;
    return text.slice(start, end);
  };
  if (!text.startsWith("age-encryption.org/")) refuse("notAge");
  if (line() !== "age-encryption.org/v1") refuse("version");
  while (stanzas.length <= limits.stanzas) {
    const start = at, first = line();
    if (first.startsWith("---")) {
      const mac = /^--- .{43}$/.test(first) && base64(first.slice(4), false);
      if (!mac || !stanzas.length) refuse("header");
      return { stanzas, mac, covered: file.subarray(0, start + 3), payload: file.subarray(at) };
    }
    if (!/^->( [!-~]+)+$/.test(first)) refuse("header");
    const [, type, ...args] = first.split(" "), rows = [];
    do rows.push(line()); while (rows[rows.length - 1].length === 64);
    const body = rows[rows.length - 1].length < 64 && base64(rows.join(""), false);
    stanzas.push({ type, args, body: body || refuse("header") });
  }
  return refuse("header");
}
/** Salt, logN and body of the one scrypt stanza; a file without one is for somebody's key. */
function passphraseStanza(stanzas) {
  for (const { type, args, body } of stanzas) {
    const first = base64(args[0] || "", false), length = (first || "").length;
    if (type === "X25519" && (args.length !== 1 || length !== 32 || body.length !== 32)) refuse("header");
    if (type !== "scrypt") continue;
    if (stanzas.length !== 1 || args.length !== 2 || length !== 16 || body.length !== 32) refuse("header");
    const logN = Number(/^[1-9][0-9]*$/.exec(args[1]) || refuse("header"));
    return logN <= limits.logN ? { salt: first, logN, body } : refuse("work");
  }
  return refuse("key");
}
/** The file key, by the first of the passphrases that opens the stanza. */
function fileKey({ salt, logN, body }, passphrases, progress) {
  for (const passphrase of passphrases) {
    const wide = join(utf8("age-encryption.org/v1/scrypt"), salt);
    const key = open(scrypt(utf8(passphrase), wide, logN, progress), new Uint8Array(12), body);
    if (key) return key;
  }
  return refuse("code");
}
/** The plaintext of a file: every chunk, the last one marked as such, and nothing after it. */
function decrypt({ covered, mac, payload }, key, progress) {
  const right = hmac(hkdf(key, new Uint8Array(0), "header"), covered);
  if (right.some((byte, i) => byte !== mac[i])) refuse("mac");
  const streamKey = hkdf(key, payload.subarray(0, 16), "payload"), box = payload.subarray(16), size = limits.chunk + 16;
  // Every chunk has a tag of 16 bytes, and an empty payload one chunk.
  if (box.length < 16 || (box.length % size > 0 && box.length % size < 16)) refuse("truncated");
  const count = Math.ceil(box.length / size), plain = new Uint8Array(box.length - 16 * count);
  for (let number = 0; number < count; number++) {
    const part = box.subarray(number * size, (number + 1) * size), isLast = number === count - 1;
    const nonce = (last) => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, number >> 16, number >> 8, number, last);
    const text = open(streamKey, nonce(isLast ? 1 : 0), part);
    if (!text) refuse(isLast && open(streamKey, nonce(0), part) ? "truncated" : "payload");
    if (!text.length && number) refuse("payload");
    plain.set(text, number * limits.chunk);
    progress((number + 1) / count);
  }
  return plain;
}
