// Opens the index of a folder of snapshots and the page of every package in Chromium, and checks what only a browser can tell.
//
//   node snapshots.mjs FOLDER
//
// From disk, with the pages' own content security policy: no script, no console message of error, no request out of the folder,
// no violation of WCAG 2.2 A and AA in light and dark, no sideways scrolling of the page at any width. Prints what fails, and exits 1 then.

import { createRequire } from "node:module";
import { readFile, readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const checked = JSON.parse(await readFile(new URL("../../themes/default/checked.json", import.meta.url)));
const folder = path.resolve(process.argv[2]);
const base = pathToFileURL(folder).href;
const packages = (await readdir(folder)).map((name) => `${name}/data/index.html`).filter((name) => existsSync(path.join(folder, name)));
const names = ["index.html", ...packages.sort()];

const failures = new Set();
const fail = (where, what) => failures.add(`${where}: ${what}`);
if (packages.length === 0) fail(folder, "holds no package");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const scheme of checked.schemes) {
  const context = await browser.newContext({ colorScheme: scheme, bypassCSP: false });
  for (const name of names) {
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && fail(name, `console: ${message.text()}`));
    page.on("request", (request) => request.url().startsWith(base) || fail(name, `asks for ${request.url()}`));
    await page.goto(`${base}/${name}`);
    if ((await page.locator("script").count()) > 0) fail(name, "holds a script");
    for (const width of checked.widths) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) fail(name, `scrolls sideways by ${over} pixels at ${width}`);
      if (!checked.axe_widths.includes(width)) continue;
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false }), checked.tags);
      for (const fault of found.violations) fail(name, `axe ${fault.id} at ${width}, ${scheme}: ${fault.nodes[0].target}`);
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
for (const fault of failures) console.log(fault);
console.log(`${names.length} pages of snapshots, ${failures.size} faults`);
process.exit(failures.size > 0 ? 1 : 0);
