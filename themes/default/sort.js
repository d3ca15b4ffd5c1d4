/* Tables sorted by the heads of their columns: once, the other way, and back to the order they were printed in.
   Without this file they stand in that order. */
(function () {
  "use strict";
  var MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
  var status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  document.body.appendChild(status);

  function words(cell) {
    return cell && cell.firstChild ? cell.firstChild.textContent.trim() : "";
  }
  /* `April 2025` and `7 April 2025` go by time. */
  function date(text) {
    var parts = /^(?:(\d{1,2}) )?([A-Za-z]+) (\d{4})$/.exec(text);
    var month = parts ? MONTHS.indexOf(parts[2].toLowerCase()) : -1;
    return month < 0 ? null : Number(parts[3]) * 10000 + (month + 1) * 100 + Number(parts[1] || 0);
  }
  function number(text) {
    var bare = text.replace(/[,£]/g, "").replace("−", "-");
    var parts = /^[<~]?\s*([+-]?\d+(?:\.\d+)?)(?:%|st|nd|rd|th| |$)/.exec(bare);
    return parts ? Number(parts[1]) : null;
  }
  /* A symbol such as `[c]` stands for no value: it has no place among them, and goes last both ways. */
  function keyOf(text, numeric) {
    if (!text || /^\[[a-z]+\]/.test(text) || text === "–") { return null; }
    var time = date(text);
    return time !== null ? time : numeric ? number(text) : text;
  }
  function compare(a, b) {
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en-GB", { numeric: true });
  }

  /* Rows of one body; the band that names it stays at its head. */
  function rowsOf(body) {
    return Array.prototype.filter.call(body.rows, function (row) { return !row.classList.contains("band"); });
  }
  function arrange(body, rows) {
    rows.forEach(function (row) { body.appendChild(row); });
  }
  function sort(table, column, numeric, down) {
    table.bodies.forEach(function (body) {
      var keyed = body.rows.map(function (row, at) { return { row: row, at: at, key: keyOf(words(row.cells[column]), numeric) }; });
      keyed.sort(function (a, b) {
        if (a.key === null || b.key === null) { return (a.key === null) - (b.key === null) || a.at - b.at; }
        return (down ? -1 : 1) * compare(a.key, b.key) || a.at - b.at;
      });
      arrange(body.at, keyed.map(function (one) { return one.row; }));
    });
  }

  function press(table, head, column) {
    var numeric = head.classList.contains("num");
    /* Of numbers the largest, of words the first are asked for first. */
    var turns = numeric ? ["descending", "ascending"] : ["ascending", "descending"];
    var next = turns[turns.indexOf(head.getAttribute("aria-sort")) + 1];
    table.heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    if (!next) {
      table.bodies.forEach(function (body) { arrange(body.at, body.rows); });
      status.textContent = "Rows in their first order";
      return;
    }
    head.setAttribute("aria-sort", next);
    sort(table, column, numeric, next === "descending");
    var how = numeric ? { descending: "largest first", ascending: "smallest first" } : { ascending: "from the first", descending: "from the last" };
    status.textContent = "Sorted by " + head.textContent.trim() + ", " + how[next];
  }

  Array.prototype.forEach.call(document.querySelectorAll("table.sortable"), function (element) {
    var bodies = Array.prototype.map.call(element.tBodies, function (body) { return { at: body, rows: rowsOf(body) }; });
    var table = { bodies: bodies, heads: Array.prototype.slice.call(element.tHead.rows[0].cells) };
    table.heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () { press(table, head, column); });
    });
  });
})();
