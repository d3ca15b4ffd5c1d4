/* Search. The index is a script of its own, asked for when the box is first used: a page opened from disk may load nothing else.
   Without JavaScript the form leads to the A to Z, which lists the same entries. */
(function () {
  "use strict";
  /* Of each kind, below the box. */
  var MOST = 3;
  var form = document.querySelector(".search");
  if (!form) { return; }
  var box = form.querySelector("input");
  var list = null;
  var waiting = [];
  var asked = false;

  function withIndex(then) {
    if (window.annexaIndex) { then(); return; }
    waiting.push(then);
    if (asked) { return; }
    asked = true;
    var script = document.createElement("script");
    script.src = "assets/search-index.js";
    script.onload = function () {
      window.annexaIndex.forEach(prepare);
      waiting.forEach(function (run) { run(); });
      waiting = [];
    };
    document.head.appendChild(script);
  }

  function words(text) {
    return text.toLowerCase().replace(/[’']/g, "").split(/[^a-z0-9£%]+/).filter(Boolean);
  }
  /* A code is found with its hyphen, with a space, and without either. */
  function bare(code) {
    return code.toLowerCase().replace(/[^a-z0-9]/g, "");
  }
  function prepare(entry) {
    entry.inTitle = words(entry.t);
    entry.inCodes = entry.c.split(" ").map(bare).filter(Boolean);
    entry.inWords = words(entry.w + " " + entry.p);
  }

  /* One letter more, less or other, or two swapped: enough for a slip of the finger. */
  function near(a, b) {
    if (a.length < 5 || Math.abs(a.length - b.length) > 1) { return false; }
    var i = 0;
    while (i < a.length && a[i] === b[i]) { i += 1; }
    var restA = a.slice(i), restB = b.slice(i);
    return restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB ||
      (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
  }
  function best(word, among, exact, start, slip) {
    var score = 0;
    among.forEach(function (other) {
      if (other === word) { score = Math.max(score, exact); }
      else if (other.indexOf(word) === 0) { score = Math.max(score, start); }
      else if (near(word, other)) { score = Math.max(score, slip); }
    });
    return score;
  }
  var weight = { Page: 3, Measure: 2, Term: 2 };
  function score(entry, asked, all) {
    var total = 0;
    for (var i = 0; i < asked.length; i += 1) {
      var found = Math.max(best(asked[i], entry.inTitle, 10, 7, 3), best(asked[i], entry.inWords, 4, 2, 1));
      if (!found && all) { return 0; }
      total += found;
    }
    return total && total + (weight[entry.k] || 0);
  }
  /* A whole code comes first; its letters (CIN, ICPC) find every measure that bears them. */
  function named(entry, code) {
    if (entry.inCodes.indexOf(code) >= 0) { return 20 + (weight[entry.k] || 0); }
    var begins = code.length > 1 && entry.inCodes.some(function (other) { return other.indexOf(code) === 0; });
    return begins ? 5 + (weight[entry.k] || 0) : 0;
  }
  function ranked(query, all) {
    var code = bare(query);
    var asked = words(query);
    if (!asked.length) { return []; }
    return window.annexaIndex
      .map(function (entry, at) {
        return { entry: entry, at: at, score: Math.max(named(entry, code), score(entry, asked, all)) };
      })
      .filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score || a.at - b.at; });
  }
  /* Entries with every word; where there are none, those with any of them. */
  function find(query) {
    var hits = ranked(query, true);
    return hits.length ? hits : ranked(query, false);
  }

  function element(name, text) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    return made;
  }
  function count(hits) {
    if (!hits.length) { return "Nothing found. The A to Z lists everything."; }
    return hits.length === 1 ? "1 result" : hits.length + " results";
  }
  var groups = { Page: "Pages", Measure: "Measures", Term: "Words explained", Figure: "Figures", Table: "Tables" };
  function kind(entry) {
    return entry.k.split(" ")[0];
  }
  function link(entry) {
    var a = element("a");
    var name = kind(entry);
    a.href = entry.u;
    a.appendChild(element("b", entry.t));
    a.appendChild(element("span", [entry.k === name ? "" : entry.k, entry.p, name === "Measure" ? entry.c : ""].filter(Boolean).join(" · ")));
    return a;
  }
  /* By kind, the kind of the best hit first; at most `most` of each. */
  function links(hits, most) {
    var all = document.createDocumentFragment();
    var names = [];
    hits.forEach(function (hit) { if (names.indexOf(kind(hit.entry)) < 0) { names.push(kind(hit.entry)); } });
    names.forEach(function (name) {
      var of = hits.filter(function (hit) { return kind(hit.entry) === name; });
      var head = all.appendChild(element("p", (groups[name] || name) + (of.length > most ? ", " + most + " of " + of.length : "")));
      head.className = "kind";
      head.id = "found-" + name + (most === Infinity ? "-all" : "");
      var list = all.appendChild(element("ul"));
      list.setAttribute("aria-labelledby", head.id);
      of.slice(0, most).forEach(function (hit) { list.appendChild(element("li")).appendChild(link(hit.entry)); });
    });
    return all;
  }

  function close() {
    if (list) { list.hidden = true; }
  }
  function open() {
    if (!list) {
      list = element("div");
      list.className = "results";
      list.id = "site-results";
      list.setAttribute("role", "region");
      list.setAttribute("aria-label", "Search results");
      form.appendChild(list);
      list.addEventListener("keydown", move);
    }
    list.hidden = false;
  }
  var status = element("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  form.appendChild(status);

  function show() {
    if (box.value.trim().length < 2) { close(); status.textContent = ""; return; }
    withIndex(function () {
      var hits = find(box.value);
      open();
      list.textContent = "";
      list.appendChild(element("p", count(hits)));
      list.appendChild(links(hits, MOST));
      if (hits.length > list.querySelectorAll("li").length || !hits.length) {
        var all = element("a");
        all.href = hits.length ? "a-to-z.html?q=" + encodeURIComponent(box.value) : "a-to-z.html";
        all.appendChild(element("b", hits.length ? "All results" : "A to Z"));
        list.appendChild(all);
      }
      status.textContent = count(hits);
    });
  }

  /* Down from the box enters the results, up from the first leaves them, Escape closes. */
  function move(event) {
    var all = list && !list.hidden ? Array.prototype.slice.call(list.querySelectorAll("a")) : [];
    var at = all.indexOf(document.activeElement);
    if (event.key === "Escape") { if (all.length) { event.preventDefault(); } close(); box.focus(); return; }
    if (!all.length || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) { return; }
    event.preventDefault();
    var to = event.key === "ArrowDown" ? Math.min(at + 1, all.length - 1) : at - 1;
    (to < 0 ? box : all[to]).focus();
  }

  box.addEventListener("focus", function () { withIndex(function () {}); });
  box.addEventListener("input", show);
  box.addEventListener("keydown", move);
  document.addEventListener("click", function (event) { if (!form.contains(event.target)) { close(); } });
  form.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) { close(); }
  });

  /* The A to Z shows what was asked for above its letters. */
  var found = document.getElementById("site-found");
  var query = new URLSearchParams(window.location.search).get("q");
  if (found && query) {
    box.value = query;
    withIndex(function () {
      var hits = find(query);
      found.appendChild(element("h2", "Results for “" + query + "”"));
      found.appendChild(element("p", count(hits)));
      found.appendChild(links(hits, Infinity));
      found.hidden = false;
    });
  }
})();
