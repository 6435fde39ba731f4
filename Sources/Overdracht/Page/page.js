// What people see. What was inside is shown as text, or in a frame that can run nothing; nothing is sent anywhere.
const element = (id) => document.getElementById(id);
const root = document.documentElement, isOpener = element("file") !== null;
let worker = null;
/** One of the texts that stand in the page, in both languages. */
function message(reason) {
  const text = element("messages").content.querySelector(`[data-for~="${reason}"]`);
  return text ? text.cloneNode(true) : message("unknown");
}
function setLanguage(language) {
  root.lang = language;
  document.title = element("main").dataset[language];
  for (const time of document.querySelectorAll("time")) {
    const day = new Date(`${time.dateTime}T12:00`), locale = { nl: "nl-NL", en: "en-GB" }[language];
    time.textContent = day.toLocaleDateString(locale, { dateStyle: "long" });
  }
}
/** Whether a day, as 2027-01-31, is over on this device. */
const isPast = (day) => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10) > day;
function setBusy(isBusy, status) {
  element("busy").hidden = !isBusy;
  element("go").disabled = isBusy;
  element("progress").value = 0;
  element("status").replaceChildren(...(status ? [message(status)] : []));
  if (!isBusy && worker) worker.terminate();
}
function refused(reason, detail) {
  const problem = element("problem"), text = message(reason), field = element(text.dataset.field);
  setBusy(false);
  problem.replaceChildren(text, detail || "");
  problem.dataset.reason = reason;
  problem.hidden = false;
  if (reason === "keyText") document.querySelector("details").open = true;
  if (field) field.setAttribute("aria-invalid", "true");
  (field || problem).focus();
}
async function submit() {
  const request = { code: element("code").value.trim(), key: element("key").value.trim() };
  const chosen = isOpener ? element("file").files[0] : element("payload") || { textContent: "", dataset: { size: 1 } };
  element("problem").hidden = true;
  for (const field of document.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  if (!chosen) return refused("noFile");
  if (!request.code) return refused("noCode");
  setBusy(true, "working");
  try {
    if (isOpener) request.file = new Uint8Array(await chosen.arrayBuffer());
    else Object.assign(request, { payload: chosen.textContent, size: Number(chosen.dataset.size) });
  } catch { return refused("unreadable"); }
  worker = new Worker(URL.createObjectURL(new Blob([`"use strict";(${work})()`], { type: "text/javascript" })));
  worker.onerror = () => refused("unknown");
  worker.onmessage = ({ data }) => {
    if (data.refused) refused(data.refused, data.detail);
    else if (data.plain) opened(data);
    else element("progress").value = data.progress;
  };
  worker.postMessage(request);
}
/** Lets a link save bytes, as a type that no browser shows: they can never become a page of ours. */
function save(link, bytes, name) {
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = name.split("/").pop();
  return link;
}
function opened({ plain, list, sender, validUntil }) {
  setBusy(false);
  element("code").value = "";
  element("form").hidden = true;
  element("result").hidden = false;
  element("notes").append(message(sender));
  if (validUntil && isPast(validUntil)) {
    element("notes").prepend(message("expired"));
    element("notes").querySelector("time").dateTime = validUntil;
    setLanguage(root.lang);
  }
  for (const { name, start, end } of list) {
    const bytes = plain.subarray(start, end), row = element("row").content.cloneNode(true);
    const view = viewOf(name, bytes), button = row.querySelector("button");
    row.querySelector(".file").textContent = name;
    row.querySelector(".size").textContent = `${Math.ceil(bytes.length / 1024)} kB`;
    for (const unseen of row.querySelectorAll(".unseen")) unseen.textContent = name;
    save(row.querySelector("a"), bytes, name);
    button.onclick = () => { show(name, view); element("shown").focus(); };
    if (!view) button.remove();
    element(/^[^/]+\.(json|minisig)$/.test(name) ? "machine" : "files").append(row);
    if (view && name === "overdracht.html") show(name, view);
  }
  element("result-title").focus();
}
/** How a file is shown: as a page in the frame, where pictures go too, or as text, or not at all. */
function viewOf(name, bytes) {
  const type = { png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg" }[name.split(".").pop().toLowerCase()];
  const base64 = () => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  if (type) return () => ({ page: `<img alt="" src="data:${type};base64,${base64()}">` });
  const text = new TextDecoder().decode(bytes);
  if (/[\0-\x08\x0e-\x1f\ufffd]/.test(text)) return null;
  return () => (/\.html$/i.test(name) ? { page: text } : { text });
}
const list = (text) => new Set(text.split(" "));
const allowed = list("a article b blockquote br caption circle code dd div dl dt em figcaption figure g h1 h2 h3 h4 h5 "
  + "h6 hr i img li line ol p path polyline pre rect section small span strong sub sup svg table tbody td text tfoot "
  + "th thead time tr u ul");
const structure = list("colspan rowspan scope start lang dir datetime");
const looks = list("alt aria-label class cx cy d fill height href id points r role src stroke stroke-width text-anchor "
  + "title transform viewBox width x x1 x2 y y1 y2");
/** A foreign page with nothing in it but text, its structure and, if wanted, its looks. */
function tidied(page, withLooks) {
  const body = new DOMParser().parseFromString(page, "text/html").body;
  const unwanted = `script, style, template, iframe, object${withLooks ? "" : ", img, svg"}`;
  body.querySelectorAll(unwanted).forEach((node) => node.remove());
  for (const node of body.querySelectorAll("*")) {
    if (!allowed.has(node.localName)) node.replaceWith(...node.childNodes);
    for (const { name, value } of [...node.attributes]) {
      const inside = { href: /^#/, src: /^data:image\/(png|jpeg);base64,/ }[name] || /^/;
      if (!structure.has(name) && !(withLooks && looks.has(name) && inside.test(value))) node.removeAttribute(name);
    }
  }
  return body;
}
function show(name, view) {
  const { page, text } = view(), isPage = page !== undefined, style = document.querySelector("style").textContent;
  element("viewer").hidden = false;
  element("shown").textContent = name;
  element("text").hidden = isPage;
  element("text").textContent = text || "";
  element("frame").hidden = !isPage;
  element("frame").title = name;
  // The policy of this page holds inside the frame too: of all styles only this one passes.
  element("frame").srcdoc = isPage ? `<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><style>${style}</style>`
    + `<body class="document" tabindex="0">${tidied(page, true).innerHTML}</body></html>` : "";
  // What a printer gets. It is laid out unseen, and so tells how high the frame has to be.
  element("paper").replaceChildren(...(isPage ? tidied(page, false).childNodes : []));
}
element("form").onsubmit = (event) => { event.preventDefault(); submit(); };
element("language").onclick = () => setLanguage(root.lang === "nl" ? "en" : "nl");
element("stop").onclick = () => { setBusy(false, "stopped"); element("code").focus(); };
element("print").onclick = () => window.print();
element("again").onclick = () => location.reload();
const fit = () => { element("frame").style.height = `${element("paper").offsetHeight + 64}px`; };
new ResizeObserver(fit).observe(element("paper"));
document.ondragover = (event) => event.preventDefault();
document.ondrop = (event) => {
  event.preventDefault();
  if (isOpener && event.dataTransfer.files.length) element("file").files = event.dataTransfer.files;
};
if (!isOpener) {
  element("past").hidden = !isPast(document.querySelector("time").dateTime);
  element("raw").onclick = () => {
    const text = element("payload").textContent.replace(/\s/g, "");
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    save(document.createElement("a"), bytes, "pakket.age").click();
    element("status").replaceChildren(message("saved"));
  };
}
setLanguage("nl");
root.classList.add("ready");
// The bundle stands below this script: nothing can be opened before all of it is here.
document.addEventListener("DOMContentLoaded", () => setBusy(false));
