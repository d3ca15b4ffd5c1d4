// Opens the page of all charts in Chromium and measures every label as it is printed, which a table of widths can only foretell.
//
//   node gallery.mjs charts.html
//
// The page is the one a test writes: every form with every kind of data, at every width, for screen and print, its fonts inside.
// No label may leave its picture, cross another, or be crossed by an upright rule that is not its own; nothing may be asked of
// anywhere else; and the fonts must be there, else the measures say nothing. Prints what fails, and exits 1 if anything does.

import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");

const file = process.argv[2] && path.resolve(process.argv[2]);
if (!file) {
  console.error("usage: node gallery.mjs charts.html");
  process.exit(2);
}

/** Runs inside the page: what is wrong with the pictures it shows, and how many labels were measured. */
function measured() {
  const faults = [];
  let count = 0;
  for (const svg of document.querySelectorAll(".sheets svg")) {
    const frame = svg.getBoundingClientRect();
    const name = `${svg.closest(".sheets").previousElementSibling.textContent} ${svg.parentElement.dataset.sheet}`;
    // A line's box has room above its capitals and below its descenders that nothing is printed in.
    const labels = [...svg.querySelectorAll("text")].map((text) => {
      const box = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize);
      const base = frame.top + text.y.baseVal[0].value;
      return { text, left: box.left, right: box.right, top: base - size * 0.72, bottom: base + size * 0.22 };
    });
    count += labels.length;
    const told = ({ text }) => `“${text.firstChild.textContent}”`;
    // Pale lines of a grid may run behind words, and words with the page around them may stand on a line; in print neither has a class.
    const rules = [...svg.querySelectorAll("line[class]:not(.grid)")].flatMap((line) => {
      const box = line.getBoundingClientRect();
      return line.x1.baseVal.value === line.x2.baseVal.value ? [{ line, x: (box.left + box.right) / 2, top: box.top, bottom: box.bottom }] : [];
    });
    for (const [i, label] of labels.entries()) {
      if (label.left < frame.left - 0.5 || label.right > frame.right + 0.5 || label.top < frame.top - 0.5 || label.bottom > frame.bottom + 0.5) faults.push(`${name}: ${told(label)} leaves the picture`);
      for (const other of labels.slice(i + 1)) {
        const across = Math.min(label.right, other.right) - Math.max(label.left, other.left);
        const down = Math.min(label.bottom, other.bottom) - Math.max(label.top, other.top);
        if (across > 0.5 && down > 0.5) faults.push(`${name}: ${told(label)} and ${told(other)} cross`);
      }
      for (const rule of rules) {
        if (!label.text.classList.contains("halo") && rule.x > label.left + 1 && rule.x < label.right - 1 && Math.min(rule.bottom, label.bottom) - Math.max(rule.top, label.top) > 1) faults.push(`${name}: a rule runs through ${told(label)}`);
      }
    }
  }
  return { faults, count };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
const failures = [];
let count = 0;
for (const scheme of ["light", "dark"]) {
  const page = await (await browser.newContext({ viewport: { width: 1600, height: 1000 }, colorScheme: scheme })).newPage();
  page.on("request", (request) => request.url() !== page.url() && !/^(data:|file:)/.test(request.url()) && failures.push(`asks for ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  const faces = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((face) => face.status === "loaded").map((face) => face.weight).toSorted();
  });
  if (faces.join() !== "400,700") failures.push(`fonts loaded: ${faces.join() || "none"}`);
  const found = await page.evaluate(measured);
  count = found.count;
  failures.push(...found.faults);
  if (scheme === "dark") {
    // Print is for paper: its ink is dark whatever the reader's screen.
    const dim = await page.evaluate(() => [...document.querySelectorAll(".print")].filter((print) => getComputedStyle(print).backgroundColor !== "rgb(255, 255, 255)").length);
    if (dim) failures.push(`${dim} pictures for print have no white ground in the dark`);
  }
}
await browser.close();
[...new Set(failures)].forEach((fault) => console.log(fault));
console.log(`gallery: ${count} labels measured, ${new Set(failures).size} faults`);
process.exit(failures.length || count < 1000 ? 1 : 0);
