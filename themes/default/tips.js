/* What a mark of a chart says: on hover, with the keyboard, by touch. The words are those of the picture and its data table.
   Without this file a mark shows its words as the browser's own hint, and the data table has every number. */
(function () {
  "use strict";
  /* How near, in pixels, counts as pointed at; how long the pointer may take from the mark to its words; most columns told. */
  var REACH = 20, PATIENCE = 300, MOST = 6;
  var SVG = "http://www.w3.org/2000/svg";
  var known = new WeakMap();
  var open = null;
  var leaving = 0;

  function element(name, words, style) {
    var made = document.createElement(name);
    if (words) { made.textContent = words; }
    if (style) { made.className = style; }
    return made;
  }
  var status = document.body.appendChild(element("p", "", "vh"));
  status.setAttribute("role", "status");

  /* The marks of a picture. Their hints are taken from the browser, which would show them a second time. */
  function marksOf(svg) {
    if (known.has(svg)) { return known.get(svg); }
    var marks = [];
    svg.querySelectorAll("title").forEach(function (title) {
      var words = title.textContent.trim(), last = marks[marks.length - 1], shape = title.parentNode;
      title.remove();
      if (!words) { return; }
      if (last && last.words === words) { last.shapes.push(shape); } else { marks.push({ words: words, shapes: [shape], svg: svg }); }
    });
    known.set(svg, marks);
    return marks;
  }
  function marksIn(holder) {
    var all = [];
    holder.querySelectorAll("svg.c").forEach(function (svg) {
      if (svg.getBoundingClientRect().width) { all = all.concat(marksOf(svg)); }
    });
    return all;
  }

  /* The row of the data table that a mark stands for: one alone may have its name, and must hold its value. */
  function first(cell) {
    return cell.firstChild ? cell.firstChild.textContent.trim() : "";
  }
  function linesOf(row, heads, parts) {
    return Array.prototype.slice.call(row.cells, 1).map(function (cell, at) {
      var more = Array.prototype.map.call(cell.querySelectorAll(".more > span"), function (line) { return line.textContent; });
      var label = heads[at + 1].textContent, value = first(cell);
      var holds = parts.some(function (part) {
        var ends = part.slice(-value.length - 1) === " " + value && label.indexOf(part.slice(0, -value.length - 1)) === 0;
        return part === value || ends || (more.length > 0 && more[0].split(" (")[0] === part);
      });
      return { label: label, value: value, more: more.join(", "), holds: holds, named: holds && parts.some(function (part) { return part.indexOf(label) === 0; }) };
    });
  }
  /* A year by its last word, a month by its first three letters, a week by its number; a stage behind its group, if its count is there too. */
  function names(parts, words, head, lines) {
    if (words.indexOf(head + ": ") === 0 || words.indexOf(head + " (") === 0) { return true; }
    var stage = /^(.*) \(([\d,]+)\)$/.exec(parts[0]);
    if (stage && head.toLowerCase().slice(-stage[1].length - 2) === ", " + stage[1].toLowerCase()) {
      return lines.some(function (line) { return line.value === stage[2]; });
    }
    return parts.slice(0, Math.max(1, parts.length - 1)).some(function (part) {
      if (part === head || head.indexOf("Week " + part + " of ") === 0) { return true; }
      return / \d{4}$/.test(head) && (head.slice(-part.length - 1) === " " + part || (part.length === 3 && head.indexOf(part) === 0));
    });
  }
  function rowOf(holder, words) {
    var figure = holder.closest(".fig");
    if (!figure) { return null; }
    var parts = words.split(/: |, /), live = parts[1] === "live";
    var heads = figure.querySelectorAll("table.data thead th");
    var rows = Array.prototype.map.call(figure.querySelectorAll("table.data tbody tr"), function (row) {
      return { head: first(row.cells[0]), lines: linesOf(row, heads, parts) };
    }).slice(live ? -1 : 0).filter(function (row) {
      return (live || names(parts, words, row.head, row.lines)) && row.lines.some(function (line) { return line.holds; });
    });
    if (rows.length !== 1) { return null; }
    var lines = rows[0].lines.filter(function (line) { return line.value && line.value !== "[z]" && line.value !== "[x]"; });
    var named = lines.filter(function (line) { return line.named || line.holds; });
    return { head: rows[0].head, lines: lines.length > MOST ? named : lines };
  }

  function fill(tip, holder, words) {
    var row = rowOf(holder, words);
    tip.textContent = "";
    tip.appendChild(element("p", row ? row.head : words, "tip-head"));
    if (!row) { return words; }
    var list = tip.appendChild(element("dl"));
    row.lines.forEach(function (line) {
      var pair = list.appendChild(element("div", "", line.named ? "named" : ""));
      pair.appendChild(element("dt", line.label));
      var value = pair.appendChild(element("dd", line.value));
      if (line.more) { value.appendChild(element("span", line.more)); }
    });
    return row.head + ". " + row.lines.slice().sort(function (a, b) { return b.named - a.named; }).map(function (line) { return line.label + ": " + line.value + (line.more ? ", " + line.more : ""); }).join(". ");
  }

  function boxOf(mark) {
    var boxes = mark.shapes.map(function (shape) { return shape.getBoundingClientRect(); });
    return {
      left: Math.min.apply(null, boxes.map(function (b) { return b.left; })),
      right: Math.max.apply(null, boxes.map(function (b) { return b.right; })),
      top: Math.min.apply(null, boxes.map(function (b) { return b.top; })),
      bottom: Math.max.apply(null, boxes.map(function (b) { return b.bottom; }))
    };
  }
  /* Above the mark if there is room in the window, else below; never out of it at the sides. */
  function place(tip, holder, box) {
    var around = holder.getBoundingClientRect(), size = tip.getBoundingClientRect();
    var middle = (box.left + box.right) / 2 - size.width / 2;
    var left = Math.max(8, Math.min(middle, document.documentElement.clientWidth - size.width - 8));
    var top = box.top - size.height - 8 < 0 ? box.bottom + 8 : box.top - size.height - 8;
    tip.style.left = left - around.left + "px";
    tip.style.top = top - around.top + "px";
  }
  function ring(mark, box) {
    var frame = mark.svg.getBoundingClientRect(), scale = mark.svg.viewBox.baseVal.width / frame.width;
    var rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", "lit");
    rect.setAttribute("x", (box.left - frame.left) * scale - 3);
    rect.setAttribute("y", (box.top - frame.top) * scale - 3);
    rect.setAttribute("width", (box.right - box.left) * scale + 6);
    rect.setAttribute("height", (box.bottom - box.top) * scale + 6);
    return mark.svg.appendChild(rect);
  }

  function hide() {
    window.clearTimeout(leaving);
    if (!open) { return; }
    open.tip.remove();
    open.ring.remove();
    open.holder.classList.remove("told");
    open = null;
    status.textContent = "";
  }
  function show(holder, mark, aloud) {
    window.clearTimeout(leaving);
    if (open && open.mark === mark) { return; }
    hide();
    var tip = element("div", "", "tip"), box = boxOf(mark);
    holder.classList.add("told");
    var said = fill(tip, holder, mark.words);
    holder.appendChild(tip);
    place(tip, holder, box);
    open = { holder: holder, mark: mark, tip: tip, ring: ring(mark, box) };
    if (aloud) { status.textContent = said; }
  }
  function leave() {
    window.clearTimeout(leaving);
    leaving = window.setTimeout(hide, PATIENCE);
  }

  /* The mark under the pointer, or the nearest within reach; of two that overlap the smaller. */
  function nearest(holder, event) {
    var best = null;
    marksIn(holder).forEach(function (mark) {
      if (mark.shapes.indexOf(event.target) >= 0) { best = { mark: mark, far: -1, size: 0 }; return; }
      var box = boxOf(mark);
      var x = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
      var y = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
      var far = Math.sqrt(x * x + y * y), size = (box.right - box.left) * (box.bottom - box.top);
      if (far <= REACH && (!best || far < best.far || (far === best.far && size < best.size))) { best = { mark: mark, far: far, size: size }; }
    });
    return best && best.mark;
  }
  function point(event) {
    var holder = event.currentTarget;
    if (open && open.tip.contains(event.target)) { window.clearTimeout(leaving); return; }
    var mark = nearest(holder, event);
    if (mark) { show(holder, mark, false); } else if (event.type === "click") { hide(); } else { leave(); }
  }

  /* One stop for the Tab key a chart; arrows go from mark to mark. */
  function step(event) {
    var holder = event.currentTarget, marks = marksIn(holder);
    var at = open && open.holder === holder ? marks.indexOf(open.mark) : -1;
    var to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (event.target !== holder || to === undefined || to < 0 || to >= marks.length || event.altKey || event.ctrlKey || event.metaKey) { return; }
    event.preventDefault();
    show(holder, marks[to], true);
  }
  function nameOf(holder) {
    var about = holder.closest(".fig, .tile");
    var title = (about.querySelector(".fig-number") || about.querySelector("h3")).firstChild;
    return "Values of " + title.textContent.trim().replace(/^Figure/, "figure") + ": arrow keys go from one to the next";
  }

  document.querySelectorAll(".plot, .minis").forEach(function (holder) {
    if (!holder.querySelector("svg title")) { return; }
    holder.setAttribute("tabindex", "0");
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", nameOf(holder));
    holder.addEventListener("pointermove", function (event) { if (event.pointerType !== "touch") { point(event); } });
    holder.addEventListener("pointerleave", function (event) { if (event.pointerType !== "touch") { leave(); } });
    holder.addEventListener("click", point);
    holder.addEventListener("keydown", step);
    holder.addEventListener("focus", function () {
      var marks = marksIn(holder);
      if (holder.matches(":focus-visible") && marks.length) { show(holder, marks[0], true); }
    });
    holder.addEventListener("blur", hide);
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
  document.addEventListener("click", function (event) { if (open && !open.holder.contains(event.target)) { hide(); } });
  window.addEventListener("resize", hide);
})();
