// What is asked of a page while it is open. Each function runs inside the page and gives what is wrong, or the measure itself.

/** Two frames later, when sizes and colours have settled. */
export const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

export const words = () => document.querySelector("main").innerText.replace(/\s+/g, " ");

export const unfold = () => document.querySelectorAll("details").forEach((details) => (details.open = true));

/** What can be scrolled sideways, and the elements that stick out of the window. */
export const overflow = () => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const wide = [...document.querySelectorAll("body *")].filter((e) => !e.closest(".scroll, svg") && e.getBoundingClientRect().right > root.clientWidth + 1);
  return `${root.scrollWidth} wide in ${root.clientWidth}: ${wide.slice(-3).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).join(", ")}`;
};

/** Tables of comparison that a desktop window does not hold: their last column would be cut. */
export const cutTables = () =>
  [...document.querySelectorAll("table.compare")].flatMap((table) => {
    const box = table.closest(".scroll");
    if (!box || table.closest("details:not([open])") || box.scrollWidth <= box.clientWidth + 1) return [];
    return [`table ${table.closest("[id]").id} is ${box.scrollWidth} wide in ${box.clientWidth}`];
  });

/** A page has its picture at every width exactly once, and no picture is drawn wider than its frame. */
export const pictures = () =>
  [...document.querySelectorAll(".plot")].flatMap((plot) => {
    const shown = [...plot.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
    const id = plot.closest("[id]").id;
    if (shown.length !== 1) return [`${id} shows ${shown.length} pictures`];
    return shown[0].getBoundingClientRect().width > plot.clientWidth + 1 ? [`${id} is wider than its frame`] : [];
  });

/** Every label of a chart stays inside its picture. */
export const labels = () =>
  [...document.querySelectorAll(".plot svg, .mini svg")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) return [];
    const out = [...svg.querySelectorAll("text")].filter((text) => {
      const box = text.getBoundingClientRect();
      // A line's box has room over its capitals, a quarter of it, that nothing is printed in.
      const over = box.height / 4;
      return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - over || box.bottom > frame.bottom + 2);
    });
    return out.map((text) => `${svg.closest("[id]").id}: “${text.textContent}” sticks out`);
  });

/** Every chart whose marks have words is one stop of the Tab key; its words open, stay in the window, hold the mark's value, and close. */
export const tips = () => {
  const key = (holder, name) => holder.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll(".plot, .minis")].flatMap((holder) => {
    const id = (holder.closest("[id]") ?? holder).id;
    // On a phone tiles leave out their line: what is not shown is no stop either.
    if (!holder.getBoundingClientRect().width) return [];
    if (!holder.hasAttribute("tabindex")) return holder.querySelector("title") ? [`${id}: its marks cannot be reached`] : [];
    if (holder.querySelector("[tabindex]")) return [`${id}: more than one stop of the Tab key`];
    holder.focus();
    const wrong = [];
    for (const end of ["Home", "End"]) {
      key(holder, end);
      const tip = holder.querySelector(".tip");
      if (!tip || !tip.innerText.trim()) { wrong.push(`${id}: a mark says nothing`); break; }
      const box = tip.getBoundingClientRect();
      if (box.left < 0 || box.right > wide) wrong.push(`${id}: the words of a mark stick out of the window`);
      if (holder.querySelectorAll(".tip").length > 1) wrong.push(`${id}: words of two marks at once`);
    }
    key(holder, "Escape");
    if (holder.querySelector(".tip, .lit")) wrong.push(`${id}: Escape does not close the words of a mark`);
    holder.blur();
    return wrong;
  });
};

/** Every table can be sorted by every column, symbols last, and comes back to the order it was printed in. */
export const sorting = () =>
  [...document.querySelectorAll("table.sortable")].flatMap((table) => {
    const wrong = [];
    const name = table.caption.textContent.slice(0, 60);
    const order = () => [...table.querySelectorAll("tbody tr")].map((row) => row.textContent).join("|");
    const before = order();
    // `83rd`: a place, counted from one end.
    const asNumber = (text) => Number(text.replace(/,/g, "").replace(/%$|(?<=^\d+)(?:st|nd|rd|th)$/, ""));
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = head.querySelector("button");
      const turns = [];
      for (let turn = 0; turn < 2; turn += 1) {
        button.click();
        turns.push(head.getAttribute("aria-sort"));
        for (const body of table.tBodies) {
          const rows = [...body.rows].filter((row) => !row.classList.contains("band"));
          const texts = rows.map((row) => row.cells[column].firstChild?.textContent.trim() ?? "");
          const blank = texts.map((text) => !text || /^\[[a-z]+\]/.test(text));
          if (blank.indexOf(true) >= 0 && blank.lastIndexOf(false) > blank.indexOf(true)) wrong.push(`${name}: a symbol stands among values`);
          const numbers = texts.filter((_, i) => !blank[i]).map(asNumber);
          const down = head.getAttribute("aria-sort") === "descending" ? -1 : 1;
          const plain = head.classList.contains("num") && numbers.every(Number.isFinite);
          if (plain && numbers.some((n, i) => i > 0 && down * (n - numbers[i - 1]) < 0)) wrong.push(`${name}: “${button.textContent}” is not in order`);
        }
        if (table.querySelectorAll("[aria-sort]").length !== 1) wrong.push(`${name}: not one column says it is sorted`);
      }
      if (turns.toSorted().join() !== "ascending,descending") wrong.push(`${name}: sorts ${turns.join(" and ")}`);
      button.click();
      if (order() !== before || head.hasAttribute("aria-sort")) wrong.push(`${name}: the first order does not come back`);
    });
    return [...new Set(wrong)];
  });

/** Text set as wide apart as WCAG 1.4.12 asks, but for that inside charts. */
export const spaced = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*:not(svg, svg *) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
};
/** Text alone at twice its size. */
export const enlarged = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { font-size: 200% !important }");
  document.adoptedStyleSheets = [sheet];
};
export const unspaced = () => (document.adoptedStyleSheets = []);

/** Words that their own box cuts off. */
export const cut = () =>
  [...document.querySelectorAll("body *:not(svg *)")]
    .filter((e) => !e.closest(".vh, .scroll, .side, input, [hidden]") && e.clientHeight > 1 && ["hidden", "clip"].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1)
    .map((e) => `${e.tagName.toLowerCase()}.${e.className} cuts its words off`);

/** With the reader's own colours every mark and word of a chart is in one of them, and marks are not lost on the page. */
export const owned = () => {
  const probe = document.body.appendChild(document.createElement("i"));
  const system = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };
  const [canvas, text, grey] = ["Canvas", "CanvasText", "GrayText"].map(system);
  probe.remove();
  const wrong = new Set();
  if (getComputedStyle(document.body).backgroundColor !== canvas) wrong.add("the page is not in the reader's colour");
  for (const part of document.querySelectorAll(".plot svg.c *, .mini svg.c *")) {
    if (!part.getBoundingClientRect().width || part.tagName === "title") continue;
    const style = getComputedStyle(part);
    const seen = [style.fill, style.stroke].filter((colour) => colour !== "none");
    if (!seen.every((colour) => [canvas, text, grey].includes(colour))) wrong.add(`a ${part.tagName}.${part.getAttribute("class")} keeps ${seen.join(" and ")}`);
    if (part.tagName === "rect" && /\b(tint|h[1-6]|p[1-6]|rest)\b/.test(part.getAttribute("class")) && !seen.some((colour) => colour !== canvas)) wrong.add(`a ${part.tagName}.${part.getAttribute("class")} is lost on the page`);
    if (/\b(la|sn|reg|eng|special)\b/.test(part.getAttribute("class")) && !seen.some((colour) => colour !== canvas)) wrong.add(`a ${part.tagName}.${part.getAttribute("class")} is lost on the page`);
  }
  return [...wrong];
};

/** Adds up every layout shift from the first paint on. */
export const watchShifts = () => {
  window.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifted += entry.value))).observe({ type: "layout-shift", buffered: true });
};

/** What has the keyboard, and whether it can be seen: some of it in the window and nothing over its middle. */
export const focused = () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const over = right > left && bottom > top ? document.elementFromPoint((left + right) / 2, (top + bottom) / 2) : null;
  const style = getComputedStyle(e);
  return {
    name: `${e.tagName.toLowerCase()}${e.className ? `.${e.className}` : ""} “${(e.getAttribute("aria-label") ?? e.textContent).trim().slice(0, 40)}”`,
    seen: Boolean(over && (e.contains(over) || over.contains(e) || over.closest("label, .tip"))),
    ringed: e.id === "site-main" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
  };
};
