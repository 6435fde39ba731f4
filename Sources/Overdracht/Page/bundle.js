// What is inside: a ustar archive, read like a file of an enemy. Only what its manifest names is handed on.
const isArchive = (bytes) => latin1(bytes.subarray(257, 265)) === "ustar\x0000";
const strictText = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
/** A name for a file below the folder where it is put, whatever system that is on. */
const isPlain = (name) => /^(overdracht\.(html|json)|manifest\.json(\.minisig)?|bijlagen\/.+)$/.test(name)
  && !/[\\:*?"<>|\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/.test(name)
  && name.split("/").every((part) => part && !/^\.|[. ]$/.test(part));
/** The regular files of an archive by name. Nothing else may be in it, and only zeros after it. */
function readArchive(bytes) {
  const files = new Map(), twins = new Set();
  let at = 0, name;
  const text = (from, length) => strictText(bytes.subarray(at + from, at + from + length)).replace(/\0+$/, "");
  const octal = (from, length) => parseInt(/^[0-7]+[\0 ]*$/.exec(text(from, length)) || refuse("archive", name), 8);
  try {
    for (; bytes.subarray(at, at + 512).some((byte) => byte); at += 512 + (octal(124, 12) + 511 & ~511)) {
      const head = bytes.subarray(at, at + 512), blank = (byte, i) => (i >= 148 && i < 156 ? 32 : byte);
      name = [text(345, 155), text(0, 100)].filter((part) => part).join("/");
      const twin = name.normalize("NFKC").toLowerCase(), start = at + 512, size = octal(124, 12);
      const isSound = isArchive(head) && head.map(blank).reduce((sum, byte) => sum + byte, 0) === octal(148, 8);
      if (!isSound || head[156] !== 0x30 || !isPlain(name) || twins.has(twin)) refuse("archive", name);
      if (start + size > bytes.length || files.size === limits.files) refuse("archive", name);
      twins.add(twin);
      files.set(name, bytes.subarray(start, start + size));
    }
  } catch (error) { refuse("archive", error.detail); }
  if (bytes.length < at + 1024 || bytes.subarray(at).some((byte) => byte)) refuse("archive", "");
  return files;
}
/** The manifest, when it and the archive name the same files, each with its size and hash. */
function checkManifest(files, progress) {
  const named = new Set(["manifest.json", "manifest.json.minisig"]);
  let manifest, name = "manifest.json";
  try {
    const text = strictText(files.get(name));
    manifest = JSON.parse(text);
    // One spelling: a second member of the same name, or white space, would not come back.
    if (JSON.stringify(manifest) !== text.replace(/\n$/, "")) refuse("manifest");
    if (manifest.schema !== "dossierkluis/overdracht/1") refuse("version");
    if (!/^\d{4}-\d\d-\d\d$/.test(manifest.valid_until)) refuse("manifest");
    manifest.files.forEach(({ path, size, sha256: hash }, i) => {
      name = path;
      const wanted = base64(hash, true), found = sha256(files.get(name));
      const isSame = wanted.length === 32 && found.every((byte, i) => byte === wanted[i]);
      if (named.has(name) || files.get(name).length !== size || !isSame) refuse("manifest");
      named.add(name);
      progress((i + 1) / manifest.files.length);
    });
  } catch (error) { refuse(error.reason || "manifest", name); }
  for (const name of files.keys()) if (!named.has(name)) refuse("manifest", name);
  return manifest;
}
/** The code in its one spelling when it could be one of ours, and in any case what was typed. */
function passphrases(typed) {
  const letters = typed.toUpperCase().replace(/[\s\u2010-\u2015-]/g, "");
  const ours = /^[A-HJ-NP-Z2-9]{16}$/.test(letters) ? [letters.match(/.{4}/g).join("-")] : [];
  return [...new Set([...ours, typed])];
}
/** All of it. `payload` is the page's own file in base64, of `size` bytes; `key` a public key, or empty. */
function openFile({ file, payload, size, code, key }, progress) {
  const signer = key ? publicKey(key) || refuse("keyText") : null, isPage = payload !== undefined;
  if (isPage && payload.replace(/\s/g, "").length < Math.ceil(size / 3) * 4) refuse("truncated");
  const bytes = isPage ? base64(payload.replace(/\s/g, ""), true) || refuse("payload") : file;
  const header = readHeader(unarmored(bytes)), stanza = passphraseStanza(header.stanzas);
  const opened = fileKey(stanza, passphrases(code), (part) => progress(0.7 * part));
  const plain = decrypt(header, opened, (part) => progress(0.7 + 0.2 * part));
  if (!isPage && !isArchive(plain)) {
    if (signer) refuse("unsigned");
    return { plain, list: [{ name: "inhoud", start: 0, end: plain.length }], sender: "plain" };
  }
  const files = readArchive(plain), manifest = checkManifest(files, (part) => progress(0.9 + 0.1 * part));
  const signature = new TextDecoder().decode(files.get("manifest.json.minisig"));
  if (signer) checkSignature(signature || refuse("unsigned"), files.get("manifest.json"), signer);
  const list = Array.from(files, ([name, { byteOffset: start, length }]) => ({ name, start, end: start + length }));
  return { plain, list, validUntil: manifest.valid_until, sender: signer ? "checked" : "unchecked" };
}
self.onmessage = ({ data }) => {
  try {
    const result = openFile(data, (part) => self.postMessage({ progress: part }));
    self.postMessage(result, [result.plain.buffer]);
  } catch (error) { self.postMessage({ refused: error.reason || "unknown", detail: error.detail || "" }); }
};
