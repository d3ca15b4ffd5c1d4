/* Small comforts. Every page is complete without this file. */
(function () {
  "use strict";

  /* A frame around a table takes the keyboard only while there is something to scroll. */
  var frames = document.querySelectorAll(".scroll");
  function fit(frame) {
    if (frame.scrollWidth > frame.clientWidth + 1) {
      frame.setAttribute("tabindex", "0");
      frame.setAttribute("role", "region");
    } else {
      frame.removeAttribute("tabindex");
      frame.removeAttribute("role");
    }
  }
  if ("ResizeObserver" in window) {
    var watcher = new ResizeObserver(function (changes) { changes.forEach(function (change) { fit(change.target); }); });
    Array.prototype.forEach.call(frames, function (frame) { watcher.observe(frame); });
  }

  /* Cards on a phone are still a table: some browsers forget it once its parts are laid out otherwise. */
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  Array.prototype.forEach.call(document.querySelectorAll(".compare.cards, .compare.cards *"), function (part) {
    var role = part.tagName === "TH" ? (part.scope.indexOf("row") === 0 ? "rowheader" : "columnheader") : roles[part.tagName];
    if (role) { part.setAttribute("role", role); }
  });

  /* Paper has no buttons: what is folded is printed open, and folded again after. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("main details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });

  /* A definition or a folded table that a link leads to is shown whole. */
  function unfold() {
    var id = location.hash.slice(1);
    var target = id ? document.getElementById(id) : null;
    var folded = target && target.matches(".definition, .detail") ? target.querySelector("details") : null;
    if (folded) { folded.open = true; }
    for (var around = target && target.closest("details"); around; around = around.parentElement.closest("details")) { around.open = true; }
    if (target && target.matches(".definition")) { target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  /* A link chosen in the folded menu closes it, so that its target is in view. */
  Array.prototype.forEach.call(document.querySelectorAll(".menu details, .onpage"), function (menu) {
    menu.addEventListener("click", function (event) {
      if (event.target.closest("a[href^='#']")) { menu.open = false; }
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  });

  /* The topics beside the page end where the window ends, wherever they begin. */
  var side = document.querySelector(".side");
  var asked = false;
  function stretch() {
    asked = false;
    side.style.maxHeight = Math.max(160, window.innerHeight - Math.max(24, side.getBoundingClientRect().top) - 16) + "px";
  }
  function soon() {
    if (!asked) { asked = true; window.requestAnimationFrame(stretch); }
  }
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  stretch();

  /* A link in the topics is scrolled into their view without moving the page. */
  function reveal(link) {
    var frame = side.getBoundingClientRect(), box = link.getBoundingClientRect();
    if (box.top < frame.top) { side.scrollTop -= frame.top - box.top + 24; }
    if (box.bottom > frame.bottom) { side.scrollTop += box.bottom - frame.bottom + 24; }
  }
  var current = side.querySelector("[aria-current]");
  if (current) { reveal(current); }

  /* The contents beside the page say where the reader is. */
  var links = {};
  Array.prototype.forEach.call(document.querySelectorAll(".side .contents a"), function (link) { links[link.hash.slice(1)] = link; });
  var sections = Array.prototype.filter.call(document.querySelectorAll("main section[id]"), function (section) { return links[section.id]; });
  if (sections.length && "IntersectionObserver" in window) {
    var mark = function () {
      var here = sections[0];
      sections.forEach(function (section) { if (section.getBoundingClientRect().top < window.innerHeight / 3) { here = section; } });
      sections.forEach(function (section) {
        if (section === here) { links[section.id].setAttribute("aria-current", "true"); reveal(links[section.id]); } else { links[section.id].removeAttribute("aria-current"); }
      });
    };
    var seen = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
    sections.forEach(function (section) { seen.observe(section); });
  }
})();
