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
