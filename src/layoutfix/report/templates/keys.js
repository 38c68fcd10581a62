// Keys.

function step(by) {
  const shown = marks.flatMap(({ item }, n) => (item && !hidden[n] ? [n] : []));
  if (!shown.length) return;
  const at = shown.indexOf(active);
  const n = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by))];
  marks[n].item.querySelector(".pick").focus({ preventScroll: true });
  scrollList(marks[n].item);
  light(n, "list", "focus");
  pinned = true;
}

function otherSide() {
  if (active < 0) return;
  const here = document.activeElement;
  const side = here && here.closest(".source") ? "repaired" : "source";
  const there = textOf(active, side) || textOf(active, side === "source" ? "repaired" : "source");
  if (there) {
    there.tabIndex = 0;
    there.focus({ preventScroll: true });
    bring(there);
  }
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: otherSide,
  a: () => active >= 0 && decide(active, "accept"),
  r: () => active >= 0 && decide(active, "reject"),
  f: () => root.querySelector(".filters input").focus(),
  s: () => get("save").disabled || save(),
  "?": () => get("keys").showModal(),
  Escape: release,
};

addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || get("keys").open) return;
  if (!root || !root.isConnected || !Object.hasOwn(KEYS, event.key)) return;
  if (event.key.length === 1 && !get("letters").checked) return;
  KEYS[event.key]();
  if (event.key !== "Escape") event.preventDefault();
});

// Many pages: one at a time is taken out of its template.

function open() {
  const found = /^#page-(\d+)$/.exec(location.hash);
  const number = found && Number(found[1]);
  const template = found && document.querySelector(`template[data-page="${number}"]`);
  const shown = get("shown");
  shown.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  shown.hidden = get("back").hidden = !template;
  get("index").hidden = Boolean(template);
  root = null;
  if (template) show(shown.firstElementChild);
  scrollTo(0, 0);
}

get("save").addEventListener("click", save);
get("help").addEventListener("click", () => get("keys").showModal());
if (get("index")) {
  get("back").addEventListener("click", () => { location.hash = ""; });
  addEventListener("hashchange", open);
  open();
} else {
  show(document.querySelector(".page"));
}
tallyDecisions();
