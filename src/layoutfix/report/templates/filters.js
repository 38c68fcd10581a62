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
