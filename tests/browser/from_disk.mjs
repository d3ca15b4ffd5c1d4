// Pages opened from disk in Chromium with their own content security policy, and what only a browser can tell of them: no console
// message of error, no request out of the folder, no violation of WCAG 2.2 A and AA in light and dark, no sideways scrolling of the page
// at any width.

import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const checked = JSON.parse(await readFile(new URL("../../themes/default/checked.json", import.meta.url)));

/**
 * Checks the pages `names` of a folder, prints what fails, and has the program end with 1 if anything does. `kind` is what the pages are of;
 * `look(page, fail)` is asked of each page once, in the first scheme, after the widths.
 */
export async function fromDisk(folder, names, kind, look) {
  const base = pathToFileURL(folder).href;
  const failures = new Set();
  if (names.length === 0) failures.add(`${folder}: holds no page`);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  for (const scheme of checked.schemes) {
    const context = await browser.newContext({ colorScheme: scheme, bypassCSP: false });
    for (const name of names) {
      const fail = (what) => failures.add(`${name}: ${what}`);
      const page = await context.newPage();
      page.on("console", (message) => message.type() === "error" && fail(`console: ${message.text()}`));
      page.on("request", (request) => request.url().startsWith(base) || fail(`asks for ${request.url()}`));
      await page.goto(`${base}/${name}`);
      for (const width of checked.widths) {
        await page.setViewportSize({ width, height: 900 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) fail(`scrolls sideways by ${over} pixels at ${width}`);
        if (!checked.axe_widths.includes(width)) continue;
        await page.evaluate(axe);
        const found = await page.evaluate((tags) => axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false }), checked.tags);
        for (const fault of found.violations) fail(`axe ${fault.id} at ${width}, ${scheme}: ${fault.nodes[0].target}`);
      }
      if (scheme === checked.schemes[0]) await look(page, fail);
      await page.close();
    }
    await context.close();
  }
  await browser.close();
  for (const fault of failures) console.log(fault);
  console.log(`${names.length} pages of ${kind}, ${failures.size} faults`);
  process.exitCode = failures.size > 0 ? 1 : 0;
}
