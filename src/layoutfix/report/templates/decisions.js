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
