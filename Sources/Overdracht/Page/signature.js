// The signature of minisign, prehashed: Ed25519 over BLAKE2b-512. (RFC 8032, 7693; FIPS 180-4)
// Words of 64 bits and points are BigInts: slow, and fast enough for a manifest.
const wrap = (word) => BigInt.asUintN(64, word);
const turn = (word, bits) => wrap((word >> bits) | (word << (64n - bits)));
function sha512(bytes) {
  const state = start512.slice(), hash = new DataView(new ArrayBuffer(64));
  const view = new DataView(join(bytes.subarray(0, bytes.length - (bytes.length % 128)), padded(bytes, 128)).buffer);
  for (let at = 0; at < view.byteLength; at += 128) {
    const w = Array.from({ length: 16 }, (_, i) => view.getBigUint64(at + 8 * i));
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15], y = w[i - 2], early = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
      w.push(wrap(w[i - 16] + early + w[i - 7] + (turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n))));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const one = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (wrap(~e) & g)) + round512[i] + w[i];
      const two = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, wrap(d + one), c, b, a, wrap(one + two)];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = wrap(state[i] + word); });
  }
  state.forEach((word, i) => hash.setBigUint64(8 * i, word));
  return new Uint8Array(hash.buffer);
}
const hexDigits = (text) => text.split(" ").map((row) => Array.from(row, (digit) => parseInt(digit, 16)));
const order2b = hexDigits("0123456789abcdef ea489fd61c02b753 b8c052fdae367194 7931dcbe265a40f8 905724afe1bc683d "
  + "2c6a0b834d75fe19 c51fed4a0763928b db7ec13950f4862a 6fe9b308c2d714a5 a2847615fb9e3cd0");
const columns = hexDigits("048c 159d 26ae 37bf 05af 16bc 278d 349e");
function blake2b512(bytes) {
  const state = start512.slice(), hash = new DataView(new ArrayBuffer(64));
  state[0] ^= 0x01010040n;
  for (let at = 0; at === 0 || at < bytes.length; at += 128) {
    const view = new DataView(join(bytes.subarray(at, at + 128), new Uint8Array(128)).buffer);
    const v = [...state, ...start512], done = Math.min(at + 128, bytes.length);
    v[12] ^= BigInt(done);
    if (done === bytes.length) v[14] = wrap(~v[14]);
    for (let round = 0; round < 12; round++) {
      columns.forEach(([a, b, c, d], i) => {
        const word = (j) => view.getBigUint64(8 * order2b[round % 10][2 * i + j], true);
        v[a] = wrap(v[a] + v[b] + word(0)); v[d] = turn(v[d] ^ v[a], 32n);
        v[c] = wrap(v[c] + v[d]); v[b] = turn(v[b] ^ v[c], 24n);
        v[a] = wrap(v[a] + v[b] + word(1)); v[d] = turn(v[d] ^ v[a], 16n);
        v[c] = wrap(v[c] + v[d]); v[b] = turn(v[b] ^ v[c], 63n);
      });
    }
    for (let i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];
  }
  state.forEach((word, i) => hash.setBigUint64(8 * i, word, true));
  return new Uint8Array(hash.buffer);
}

const field = 2n ** 255n - 19n, order = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (number) => ((number % field) + field) % field;
const power = (x, n) => (n ? mod(power(mod(x * x), n >> 1n) * (n & 1n ? x : 1n)) : 1n);
const curve = mod(-121665n * power(121666n, field - 2n)), rootOfMinusOne = power(2n, (field - 1n) / 4n);
const littleEndian = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
/** The point that 32 bytes stand for, as [X, Y, Z, T]; null unless they are its one spelling. */
function point(bytes) {
  const y = BigInt.asUintN(255, littleEndian(bytes)), odd = BigInt(bytes[31] >> 7);
  const u = mod(y * y - 1n), v = mod(curve * y * y + 1n);
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (field - 5n) / 8n));
  if (mod(v * x * x - u)) x = mod(x * rootOfMinusOne);
  if (y >= field || mod(v * x * x - u) || (!x && odd)) return null;
  if ((x & 1n) !== odd) x = field - x;
  return [x, y, 1n, mod(x * y)];
}
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * curve * t1 * t2), d = mod(2n * z1 * z2);
  return [mod((b - a) * (d - c)), mod((d + c) * (b + a)), mod((d - c) * (d + c)), mod((b - a) * (b + a))];
}
const zero = [0n, 1n, 1n, 0n], base = point(Uint8Array.from({ length: 32 }, (_, i) => (i ? 0x66 : 0x58)));
const times = (scalar, p) => (scalar ? add(times(scalar >> 1n, add(p, p)), scalar & 1n ? p : zero) : zero);
const same = ([x1, y1, z1], [x2, y2, z2]) => !mod(x1 * z2 - x2 * z1) && !mod(y1 * z2 - y2 * z1);
/** Whether sB = R + hA; a key or R of small order, or a second spelling of s, is refused. */
function verifies(signature, message, key) {
  const r = point(signature.subarray(0, 32)), a = point(key), s = littleEndian(signature.subarray(32));
  if (!r || !a || s >= order || same(times(8n, a), zero) || same(times(8n, r), zero)) return false;
  const h = littleEndian(sha512(join(signature.subarray(0, 32), key, message))) % order;
  return same(times(s, base), add(r, times(h, a)));
}
/** The 42 bytes of a minisign public key in a text, with its comment line or without; or null. */
function publicKey(text) {
  const bytes = base64(text.trim().split("\n").pop().trim(), true);
  return bytes && bytes.length === 42 && bytes[0] === 0x45 && bytes[1] === 0x64 ? bytes : null;
}
/** Refuses unless a minisign file signs the message with the key. The old kind, Ed, is refused. */
function checkSignature(file, message, key) {
  const lines = /^untrusted comment: .*\n(.*)\ntrusted comment: (.*)\n(.*)\n?$/.exec(file) || ["", "", "", ""];
  const first = base64(lines[1], true), second = base64(lines[3], true);
  if (!first || first.length !== 74 || first[0] !== 0x45 || first[1] !== 0x44) refuse("signature");
  if (first.subarray(2, 10).some((byte, i) => byte !== key[2 + i])) refuse("otherKey");
  const signature = first.subarray(10), signer = key.subarray(10);
  if (!verifies(signature, blake2b512(message), signer) || !second || second.length !== 64
    || !verifies(second, join(signature, utf8(lines[2])), signer)) refuse("signature");
}
