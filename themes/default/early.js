/* Asks for the fonts at once, so that no line moves when they come. A page opened from disk has them in any case, and may not ask. */
(function () {
  "use strict";
  if (location.protocol === "file:") { return; }
  ["Regular", "Bold"].forEach(function (weight) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "font";
    link.type = "font/woff2";
    link.crossOrigin = "anonymous";
    link.href = "assets/NotoSans-" + weight + ".woff2";
    document.head.appendChild(link);
  });
})();
