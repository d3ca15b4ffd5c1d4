/* The page is shown when its letters are there, so that no line moves when they come: after 400 ms it is shown without them. */
(function () {
  "use strict";
  var root = document.documentElement;
  function show() { root.classList.remove("waiting"); }
  if (!document.fonts || !document.fonts.load) { return; }
  root.classList.add("waiting");
  var family = getComputedStyle(root).getPropertyValue("--family").split(",")[0];
  Promise.all(["400", "700"].map(function (weight) { return document.fonts.load(weight + " 1em " + family); })).then(show, show);
  setTimeout(show, 400);
})();
