// SHA-256, HMAC, HKDF and PBKDF2. (FIPS 180-4; RFC 2104, 5869, 8018) The constants of SHA-2 and BLAKE2b are the
// first bits of roots of primes: computed here, so that nobody has to compare tables.
const primes = [];
for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n);
/** The 64 bits after the point of the square (2n) or cube (3n) root of a prime, bit by bit. */
function rootBits(prime, degree) {
  let root = 0n;
  for (let bit = 1n << 69n; bit; bit >>= 1n) if ((root | bit) ** degree <= BigInt(prime) << (64n * degree)) root |= bit;
  return BigInt.asUintN(64, root);
}
const start512 = primes.slice(0, 8).map((prime) => rootBits(prime, 2n));
const round512 = primes.map((prime) => rootBits(prime, 3n));
const start256 = Int32Array.from(start512, (word) => Number(BigInt.asIntN(32, word >> 32n)));
const round256 = Int32Array.from(round512, (word) => Number(BigInt.asIntN(32, word >> 32n)));
const utf8 = (text) => new TextEncoder().encode(text);
const rotr = (word, bits) => (word >>> bits) | (word << (32 - bits));
function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => { all.set(part, at); return at + part.length; }, 0);
  return all;
}
/** The last blocks of a message: what does not fill one, 0x80, zeros, the length in bits. */
function padded(bytes, block) {
  const rest = bytes.length % block, tail = new Uint8Array(rest + 1 + block / 8 > block ? 2 * block : block);
  tail.set(bytes.subarray(bytes.length - rest));
  tail[rest] = 0x80;
  new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(bytes.length) * 8n);
  return tail;
}
function sha256(bytes) {
  const state = start256.slice(), w = new Int32Array(64), hash = new DataView(new ArrayBuffer(32));
  for (const part of [bytes, padded(bytes, 64)]) {
    const view = new DataView(part.buffer, part.byteOffset, part.length);
    for (let at = 0; at + 64 <= part.length; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + (rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3)) + w[i - 7] + (rotr(y, 17) ^ rotr(y, 19) ^ (y >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const one = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + ((e & f) ^ (~e & g)) + round256[i] + w[i];
        const two = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
    }
  }
  state.forEach((word, i) => hash.setInt32(4 * i, word));
  return new Uint8Array(hash.buffer);
}
function hmac(key, message) {
  const block = join(key.length > 64 ? sha256(key) : key, new Uint8Array(64)).subarray(0, 64);
  return sha256(join(block.map((byte) => byte ^ 0x5c), sha256(join(block.map((byte) => byte ^ 0x36), message))));
}
/** HKDF for 32 bytes: extract, then the first block of expand. */
const hkdf = (secret, salt, info) => hmac(hmac(salt, secret), join(utf8(info), [1]));
/** PBKDF2 with one iteration, for a few blocks of 32 bytes. */
const pbkdf2 = (password, salt, blocks) =>
  join(...Array.from({ length: blocks }, (_, i) => hmac(password, join(salt, [0, 0, 0, i + 1]))));
