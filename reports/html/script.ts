/**
 * The page's script: the arrow keys step through the events of one timeline. Without it the page
 * reads the same. The page allows this script only, by its hash; a test keeps the hash right.
 */
export const SCRIPT = `
"use strict";
const sections = [...document.querySelectorAll("section.finding")];
const opsOf = (section) => [...section.querySelectorAll("tr[data-op]")];
let current;

function select(row, section, { scroll }) {
  for (const each of section.querySelectorAll(".current[data-op]")) {
    each.classList.remove("current");
    each.removeAttribute("aria-current");
  }
  current = { section, row };
  const op = row.dataset.op;
  for (const each of section.querySelectorAll('[data-op="' + op + '"]')) each.classList.add("current");
  row.setAttribute("aria-current", "true");
  history.replaceState(null, "", "#" + row.id);
  const cells = [...row.children].map((cell) => cell.textContent);
  const [number, , verb, subject, model, engine] = cells;
  const words = cells.length === 1 ? number : "op " + number + ": " + verb + " " + subject;
  const same = engine === undefined || model === engine;
  const told = cells.length === 1 ? "" : same ? ", " + model : ". Model: " + model + ". Engine: " + engine;
  section.querySelector("p.current").textContent = words + told;
  show(section, op);
  if (scroll) row.scrollIntoView({ block: "nearest" });
}

function show(section, op) {
  const pane = section.querySelector(".scroll");
  const box = pane.querySelector('[data-op="' + op + '"]');
  if (box === null) return;
  const at = box.getBoundingClientRect();
  const seen = pane.getBoundingClientRect();
  if (at.left < seen.left + 40) pane.scrollLeft -= seen.left + 40 - at.left;
  if (at.right > seen.right - 40) pane.scrollLeft += at.right - seen.right + 40;
}

function sectionInView() {
  const focused = document.activeElement?.closest("section.finding");
  if (focused) return focused;
  const inView = (section) => {
    const { top, bottom } = section.getBoundingClientRect();
    return bottom > 80 && top < innerHeight - 80;
  };
  if (current && inView(current.section)) return current.section;
  return sections.find(inView) ?? sections[0];
}

function step(by) {
  const section = sectionInView();
  if (section === undefined) return;
  const rows = opsOf(section);
  const at = rows.findIndex((row) => row.classList.contains("current"));
  const next = at === -1 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  if (rows[next]) select(rows[next], section, { scroll: false });
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by === undefined || event.target.closest("pre")) return;
  event.preventDefault();
  step(by);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-op]");
  const box = event.target.closest("svg [data-op]");
  const section = (row ?? box)?.closest("section.finding");
  if (!section) return;
  if (box) event.preventDefault();
  const op = (row ?? box).dataset.op;
  select(section.querySelector('tr[data-op="' + op + '"]'), section, { scroll: false });
});

function followHash() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = row?.closest("section.finding");
  if (section && row.dataset.op !== undefined) select(row, section, { scroll: true });
}

for (const section of sections) {
  const first = section.querySelector("tr.first");
  if (first) show(section, first.dataset.op);
}
addEventListener("hashchange", followHash);
followHash();
`;

export const SCRIPT_HASH = "sha256-BZfGfKw/wKYtoM8OKDbZWv9mr9Q8ccE970Fz3V8ahOs=";
