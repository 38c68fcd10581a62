"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const VERSION = 1;
  const KEPT = "layoutfix-decisions:";
  const get = (id) => document.getElementById(id);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Decisions: for each page a map from the number of a finding to "accept" or "reject".

  const keyOf = ([rule, start, end]) => `${rule}:${start}:${end}`;
  const decisions = data.pages.map((page) => {
    const own = new Map();
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT + page.sha256) || "{}");
      page.findings.forEach((finding, n) => {
        const verdict = kept[keyOf(finding)];
        if (verdict === "accept" || verdict === "reject") own.set(n, verdict);
      });
    } catch { /* no storage here: what is decided lives as long as the page is open */ }
    return own;
  });

  function keep(page) {
    const findings = data.pages[page].findings;
    const kept = {};
    for (const [n, verdict] of decisions[page]) kept[keyOf(findings[n])] = verdict;
    try {
      localStorage.setItem(KEPT + data.pages[page].sha256, JSON.stringify(kept));
    } catch { /* see above */ }
  }

  function saved() {
    const pages = data.pages.map(({ path, sha256, findings }, page) => ({
      path,
      sha256,
      decisions: [...decisions[page]].sort(([a], [b]) => a - b).map(([n, decision]) => {
        const [rule, start, end] = findings[n];
        return { rule, start, end, decision };
      }),
    }));
    return { version: VERSION, layoutfix: data.layoutfix,
      pages: pages.filter((page) => page.decisions.length) };
  }

  function save() {
    const text = JSON.stringify(saved(), null, 1) + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "decisions.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function tallyDecisions() {
    const count = decisions.reduce((sum, own) => sum + own.size, 0);
    get("decided").textContent = count ? `${count} decided` : "";
    get("save").disabled = !count;
    for (const row of document.querySelectorAll("#index tr[data-page]")) {
      const page = Number(row.dataset.page);
      const own = decisions[page].size;
      row.querySelector(".decided").textContent = own ? `${own} of ${data.pages[page].findings.length}` : "";
    }
  }

  // The page that is shown, and the marks of each of its findings.

  let root = null;
  let page = 0;
  let marks = [];
  let hidden = []; // for each finding, whether a filter hides it
  let active = -1;
  let pinned = false;

  function show(article) {
    root = article;
    page = Number(article.dataset.page);
    active = -1;
    marks = data.pages[page].findings.map(() => ({ source: [], repaired: [], item: null }));
    hidden = marks.map(() => false);
    for (const item of root.querySelectorAll("[data-item]")) marks[item.dataset.item].item = item;
    for (const side of ["source", "repaired"]) {
      for (const mark of root.querySelectorAll(`.${side} [data-n]`)) {
        for (const n of mark.dataset.n.split(" ")) marks[n][side].push(mark);
      }
    }
    for (const n of decisions[page].keys()) pressed(n);
    root.addEventListener("mouseover", hovered);
    root.addEventListener("mouseleave", () => pinned || release());
    root.addEventListener("focusin", focused);
    root.addEventListener("click", clicked);
    root.querySelector(".filters").addEventListener("input", filter);
    root.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
    filter();
    new ResizeObserver(drawArrows).observe(root.querySelector(".rows"));
  }

  const elementsOf = (n) => [...marks[n].source, ...marks[n].repaired, marks[n].item];
  const textOf = (n, side) => marks[n][side].find((mark) => !mark.matches(".note")) || marks[n][side][0];
  const sideOf = (element) => (element.closest(".source") ? "source" : "repaired");
  const numberOf = (mark) => {
    const own = mark.dataset.n.split(" ").map(Number);
    return own.findLast((n) => !hidden[n]) ?? -1;
  };

  function release() {
    if (active >= 0) for (const each of elementsOf(active)) each.classList.remove("on");
    active = -1;
    pinned = false;
    get("peek").hidden = true;
    drawArrows();
  }

  // A note stands where one side is empty: what it speaks of is on its own side.
  function light(n, from, how, touched = null) {
    if (n < 0) return;
    if (n !== active) {
      release();
      active = n;
      for (const each of elementsOf(n)) each.classList.add("on");
      drawArrows();
    }
    get("peek").hidden = true;
    if (from !== "list") scrollList(marks[n].item);
    const noted = touched && touched.matches(".note");
    const other = (from === "repaired") === !noted ? "source" : "repaired";
    const near = touched || textOf(n, "source") || textOf(n, "repaired");
    const far = textOf(n, other) || textOf(n, other === "source" ? "repaired" : "source");
    if (from === "list" && near) bring(near);
    if (far && from !== "item") reveal(far, near, how);
  }

  function inView(element) {
    const box = element.getBoundingClientRect();
    const top = get("help").closest("header").offsetHeight + 30;
    return box.bottom > top && box.top < innerHeight - 10;
  }

  function scroll(distance) {
    window.scrollBy({ top: distance, behavior: calm.matches ? "instant" : "smooth" });
  }

  function bring(element) {
    if (!inView(element)) {
      const box = element.getBoundingClientRect();
      scroll(box.top - innerHeight / 3);
    }
  }

  // The other side comes into view, without the side that was touched leaving it where both fit.
  function reveal(far, near, how) {
    if (inView(far)) return;
    const there = far.getBoundingClientRect();
    const here = near ? near.getBoundingClientRect() : there;
    const room = innerHeight - 140;
    if (Math.abs(there.top - here.top) < room) {
      scroll(there.top < here.top ? there.top - 110 : Math.min(there.bottom, there.top + 60) - innerHeight + 20);
    } else if (how === "hover") {
      const peek = get("peek");
      peek.textContent = far.textContent.trim().slice(0, 600) || far.closest(".side").textContent.trim().slice(0, 600);
      peek.dir = "auto";
      peek.hidden = false;
    } else {
      bring(far);
    }
  }

  function scrollList(item) {
    const list = root.querySelector(".list");
    const box = item.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) {
      list.scrollTop += box.top - frame.top - frame.height / 4;
    }
  }

  let mouse = "";
  function hovered(event) {
    const place = `${event.screenX},${event.screenY}`;
    if (place === mouse || pinned) return; // the page moved, not the hand
    mouse = place;
    const mark = event.target.closest("[data-n]");
    if (mark) return light(numberOf(mark), sideOf(mark), "hover", mark);
    const item = event.target.closest("[data-item]");
    if (item) return light(Number(item.dataset.item), "item", "hover");
    release();
  }

  function focused(event) {
    const mark = event.target.closest("[data-n]");
    if (mark) return light(numberOf(mark), sideOf(mark), "focus", mark);
    if (event.target.matches(".pick")) light(Number(event.target.parentNode.dataset.item), "list", "focus");
  }

  function clicked(event) {
    const verdict = event.target.closest("[data-verdict]");
    const item = event.target.closest("[data-item]");
    if (verdict && verdict !== item) return decide(Number(item.dataset.item), verdict.dataset.verdict);
    const mark = event.target.closest("[data-n]");
    if (mark) light(numberOf(mark), sideOf(mark), "tap", mark);
    else if (event.target.closest(".pick")) light(Number(item.dataset.item), "list", "tap");
    else if (!item) return release();
    pinned = active >= 0;
  }

  function pressed(n) {
    const verdict = decisions[page].get(n) || "";
    marks[n].item.dataset.verdict = verdict;
    for (const button of marks[n].item.querySelectorAll("button[data-verdict]")) {
      button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
    }
  }

  function decide(n, verdict) {
    if (!marks[n].item.querySelector("button[data-verdict]")) return; // it proposes nothing
    if (decisions[page].get(n) === verdict) decisions[page].delete(n);
    else decisions[page].set(n, verdict);
    pressed(n);
    keep(page);
    tallyDecisions();
  }

  // Filters: what is filtered out leaves the list, and its marks are plain text.

  function filter() {
    const form = root.querySelector(".filters");
    const on = (name) => new Set([...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));
    const kinds = on("kind");
    const rules = on("rule");
    const left = form.querySelector("[name=outcome]");
    const least = Number(form.elements.least.value || 0);
    const most = Number(form.elements.most.value || 1);
    let changed = false;
    data.pages[page].findings.forEach(([rule, , , kind, confidence, applied], n) => {
      const here = (applied ? kinds.has(kind) : !left || left.checked) && rules.has(rule)
        && confidence >= least && confidence <= most;
      if (hidden[n] === here) {
        hidden[n] = marks[n].item.hidden = !here;
        changed = true;
      }
    });
    for (const mark of changed ? root.querySelectorAll("[data-n]") : []) {
      mark.classList.toggle("mute", numberOf(mark) < 0);
    }
    const shown = hidden.filter((each) => !each).length;
    root.classList.toggle("only-changes", form.elements.changed.checked);
    root.querySelector(".tally").textContent = `${shown} of ${marks.length} findings`;
    if (active >= 0 && hidden[active]) release();
    drawArrows();
  }

  // Arrows: from where a fragment stood to where it went.

  function drawArrows() {
    if (!root || !root.matches(".has-moves")) return;
    const svg = root.querySelector(".arrows");
    for (const path of svg.querySelectorAll(":scope > path")) path.remove();
    const frame = svg.getBoundingClientRect();
    data.pages[page].findings.forEach(([, , , kind, , applied], n) => {
      if (kind !== "move" || !applied || hidden[n]) return;
      const from = middle(marks[n].source.filter(isMoved));
      const to = middle(marks[n].repaired.filter(isMoved));
      if (!from || !to) return;
      const [x1, y1, x2, y2] = [from.right - frame.left, from.y - frame.top, to.left - frame.left, to.top - frame.top];
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const bend = Math.max((x2 - x1) / 1.5, 20);
      path.setAttribute("d", `M${x1 + 3} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 4} ${y2}`);
      path.setAttribute("marker-end", `url(#head-${page})`);
      if (n === active) path.setAttribute("class", "on");
      svg.append(path);
    });
  }

  const isMoved = (mark) => mark.matches(".move:not(.note)") && mark.textContent.trim();

  function middle(elements) {
    if (!elements.length) return null;
    let [top, bottom, best] = [Infinity, -Infinity, elements[0]];
    for (const each of elements) {
      const box = each.getBoundingClientRect();
      if (each.textContent.length > best.textContent.length) best = each;
      top = Math.min(top, box.top);
      bottom = Math.max(bottom, box.bottom);
    }
    const cell = best.closest(".side").getBoundingClientRect();
    return { y: (top + bottom) / 2, top: top + 12, left: cell.left, right: cell.right };
  }

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
})();
