// ChaCha20-Poly1305 and scrypt. (RFC 8439, 7914)
const rotl = (word, bits) => (word << bits) | (word >>> (32 - bits));
const words = (bytes) => new Int32Array(bytes.slice().buffer);
function quarter(x, a, b, c, d) {
  x[a] += x[b]; x[d] = rotl(x[d] ^ x[a], 16); x[c] += x[d]; x[b] = rotl(x[b] ^ x[c], 12);
  x[a] += x[b]; x[d] = rotl(x[d] ^ x[a], 8); x[c] += x[d]; x[b] = rotl(x[b] ^ x[c], 7);
}
/** The bytes xor the key stream, which begins at a block number. */
function chacha20(key, nonce, counter, bytes) {
  const start = Int32Array.of(...words(utf8("expand 32-byte k")), ...words(key), counter, ...words(nonce));
  const x = new Int32Array(16), stream = new Uint8Array(x.buffer), result = bytes.slice();
  for (let at = 0; at < bytes.length; at += 64, start[12]++) {
    x.set(start);
    for (let i = 0; i < 10; i++) {
      quarter(x, 0, 4, 8, 12); quarter(x, 1, 5, 9, 13); quarter(x, 2, 6, 10, 14); quarter(x, 3, 7, 11, 15);
      quarter(x, 0, 5, 10, 15); quarter(x, 1, 6, 11, 12); quarter(x, 2, 7, 8, 13); quarter(x, 3, 4, 9, 14);
    }
    for (let i = 0; i < 16; i++) x[i] += start[i];
    for (let i = Math.min(64, bytes.length - at) - 1; i >= 0; i--) result[at + i] ^= stream[i];
  }
  return result;
}
/** The tag of whole blocks of 16. Ten digits of 13 bits keep every sum below the 53 bits of a number. */
function poly1305(key, message) {
  const h = new Float64Array(10), product = new Float64Array(10);
  const add = (bytes, at, out, start) => {
    for (let i = 0, held = 0, bits = 0, end = at + 16; i < 10; i++, held >>= 13, bits -= 13) {
      for (; bits < 13 && at < end; bits += 8) held |= bytes[at++] << bits;
      out[start + i] += held & 8191;
    }
  };
  // The digits of r from 9 on, and before them what comes round: 2 ** 130 is 5.
  const r = new Float64Array(19), masks = [255, 255, 255, 15, 252, 255, 255, 15, 252, 255, 255, 15, 252, 255, 255, 15];
  add(masks.map((mask, i) => mask & key[i]), 0, r, 9);
  for (let i = 0; i < 9; i++) r[i] = 5 * r[i + 10];
  for (let at = 0; at < message.length; at += 16) {
    add(message, at, h, 0);
    h[9] += 2048;
    let carry = 0;
    for (let i = 0; i < 10; i++) {
      let sum = carry;
      for (let j = 0; j < 10; j++) sum += h[j] * r[i - j + 9];
      carry = Math.floor(sum / 8192);
      product[i] = sum - carry * 8192;
    }
    product[0] += carry * 5;
    h.set(product);
  }
  const value = h.reduceRight((total, digit) => total * 8192n + BigInt(digit), 0n) % (2n ** 130n - 5n);
  const sum = value + key.subarray(16).reduceRight((total, byte) => total * 256n + BigInt(byte), 0n);
  return Uint8Array.from({ length: 16 }, (_, i) => Number((sum >> BigInt(8 * i)) & 255n));
}
/** The plaintext, or null when the tag at the end is not the right one. No associated data. */
function open(key, nonce, box) {
  const text = box.subarray(0, -16), tag = box.subarray(-16), lengths = new Uint32Array([0, 0, text.length, 0]);
  const message = join(text, new Uint8Array(-text.length & 15), new Uint8Array(lengths.buffer));
  const right = poly1305(chacha20(key, nonce, 0, new Uint8Array(32)), message);
  return tag.some((byte, i) => byte !== right[i]) ? null : chacha20(key, nonce, 1, text);
}
/** Salsa20/8 over sixteen parts, each mixed with the one before. Here the time goes: no calls. (RFC 7914, 3, 4) */
function mix(from, to, x) {
  for (let i = 0; i < 16; i++) x[i] = from[240 + i];
  for (let part = 0; part < 256; part += 16) {
    for (let i = 0; i < 16; i++) x[i] ^= from[part + i];
    let t, x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5], x6 = x[6], x7 = x[7];
    let x8 = x[8], x9 = x[9], x10 = x[10], x11 = x[11], x12 = x[12], x13 = x[13], x14 = x[14], x15 = x[15];
    for (let i = 0; i < 4; i++) {
      t = x0 + x12; x4 ^= t << 7 | t >>> 25; t = x4 + x0; x8 ^= t << 9 | t >>> 23;
      t = x8 + x4; x12 ^= t << 13 | t >>> 19; t = x12 + x8; x0 ^= t << 18 | t >>> 14;
      t = x5 + x1; x9 ^= t << 7 | t >>> 25; t = x9 + x5; x13 ^= t << 9 | t >>> 23;
      t = x13 + x9; x1 ^= t << 13 | t >>> 19; t = x1 + x13; x5 ^= t << 18 | t >>> 14;
      t = x10 + x6; x14 ^= t << 7 | t >>> 25; t = x14 + x10; x2 ^= t << 9 | t >>> 23;
      t = x2 + x14; x6 ^= t << 13 | t >>> 19; t = x6 + x2; x10 ^= t << 18 | t >>> 14;
      t = x15 + x11; x3 ^= t << 7 | t >>> 25; t = x3 + x15; x7 ^= t << 9 | t >>> 23;
      t = x7 + x3; x11 ^= t << 13 | t >>> 19; t = x11 + x7; x15 ^= t << 18 | t >>> 14;
      t = x0 + x3; x1 ^= t << 7 | t >>> 25; t = x1 + x0; x2 ^= t << 9 | t >>> 23;
      t = x2 + x1; x3 ^= t << 13 | t >>> 19; t = x3 + x2; x0 ^= t << 18 | t >>> 14;
      t = x5 + x4; x6 ^= t << 7 | t >>> 25; t = x6 + x5; x7 ^= t << 9 | t >>> 23;
      t = x7 + x6; x4 ^= t << 13 | t >>> 19; t = x4 + x7; x5 ^= t << 18 | t >>> 14;
      t = x10 + x9; x11 ^= t << 7 | t >>> 25; t = x11 + x10; x8 ^= t << 9 | t >>> 23;
      t = x8 + x11; x9 ^= t << 13 | t >>> 19; t = x9 + x8; x10 ^= t << 18 | t >>> 14;
      t = x15 + x14; x12 ^= t << 7 | t >>> 25; t = x12 + x15; x13 ^= t << 9 | t >>> 23;
      t = x13 + x12; x14 ^= t << 13 | t >>> 19; t = x14 + x13; x15 ^= t << 18 | t >>> 14;
    }
    x[0] += x0; x[1] += x1; x[2] += x2; x[3] += x3; x[4] += x4; x[5] += x5; x[6] += x6; x[7] += x7; x[8] += x8;
    x[9] += x9; x[10] += x10; x[11] += x11; x[12] += x12; x[13] += x13; x[14] += x14; x[15] += x15;
    for (let i = 0; i < 16; i++) to[(part & 16) * 8 + (part >> 5) * 16 + i] = x[i];
  }
}
/** 32 bytes from a password, with r = 8 and p = 1, which takes 2 ** logN kibibytes of memory. */
function scrypt(password, salt, logN, progress) {
  const count = 2 ** logN, scratch = new Int32Array(16);
  let table, block = words(pbkdf2(password, salt, 32)), other = new Int32Array(256);
  try { table = new Int32Array(count * 256); } catch { refuse("memory"); }
  for (let step = 0; step < 2 * count; step++) {
    const at = (step < count ? step : block[240] & (count - 1)) * 256;
    if (step < count) table.set(block, at);
    else for (let i = 0; i < 256; i++) block[i] ^= table[at + i];
    mix(block, other, scratch);
    [block, other] = [other, block];
    if (step % 2048 === 0) progress(step / (2 * count));
  }
  return pbkdf2(password, new Uint8Array(block.buffer), 1);
}
