// Opens every page of a folder of worklists in Chromium and checks what only a browser can tell.
//
//   node worklists.mjs FOLDER
//
// From disk, with the pages' own content security policy: no console message of error, no request out of the folder, no violation of
// WCAG 2.2 A and AA in light and dark, no sideways scrolling of the page at any width, and on paper (A4 landscape)
// the marking on every sheet and the day to delete it by on every sheet with rows. Prints what fails, and exits 1 if anything does.

import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const checked = JSON.parse(await readFile(new URL("../../themes/default/checked.json", import.meta.url)));
const folder = path.resolve(process.argv[2]);
const base = pathToFileURL(folder).href;
const marker = JSON.parse(await readFile(path.join(folder, "manifest.json")));
const until = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(marker.delete_by));

const failures = new Set();
const fail = (where, what) => failures.add(`${where}: ${what}`);
const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html")).sort();
if (names.length === 0) fail(folder, "holds no page");

const paper = await mkdtemp(path.join(os.tmpdir(), "worklists-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const scheme of checked.schemes) {
  const context = await browser.newContext({ colorScheme: scheme, bypassCSP: false });
  for (const name of names) {
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && fail(name, `console: ${message.text()}`));
    page.on("request", (request) => request.url().startsWith(base) || fail(name, `asks for ${request.url()}`));
    await page.goto(`${base}/${name}`);
    for (const width of checked.widths) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) fail(name, `scrolls sideways by ${over} pixels at ${width}`);
      if (!checked.axe_widths.includes(width)) continue;
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false }), checked.tags);
      for (const fault of found.violations) fail(name, `axe ${fault.id} at ${width}, ${scheme}: ${fault.nodes[0].target}`);
    }
    if (scheme === checked.schemes[0]) {
      const file = path.join(paper, "page.pdf");
      await page.pdf({ path: file, preferCSSPageSize: true });
      const sheets = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
      sheets.forEach((words, at) => {
        if (!words.includes(marker.classification)) fail(name, `sheet ${at + 1} is not marked`);
        if (/^\s*Child ID\b/m.test(words) && !words.includes(until)) fail(name, `sheet ${at + 1} does not say until when it may be held`);
      });
      const size = execFileSync("pdfinfo", [file], { encoding: "utf8" }).match(/Page size:\s+([\d.]+) x ([\d.]+)/);
      if (!size || Math.round(size[1]) !== 842) fail(name, "is not printed on A4 landscape");
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
await rm(paper, { recursive: true });
for (const fault of failures) console.log(fault);
console.log(`${names.length} pages of worklists, ${failures.size} faults`);
process.exit(failures.size > 0 ? 1 : 0);
