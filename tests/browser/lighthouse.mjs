// Asks Lighthouse for its marks for accessibility and best practices, over http on 127.0.0.1.
//
//   node lighthouse.mjs SITE PAGE…
//
// Prints the marks; exits 1 where one is below 100, and says which audits took it there. Needs lighthouse (npm install in this
// folder) and a Chromium (CHROMIUM, else /usr/bin/chromium).

import path from "node:path";
import { createRequire } from "node:module";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { readFile } from "node:fs/promises";
import { serve } from "./serve.mjs";

const [folder, ...pages] = process.argv.slice(2);
if (!folder || !pages.length) {
  console.error("usage: node lighthouse.mjs SITE PAGE…");
  process.exit(2);
}
const CATEGORIES = ["accessibility", "best-practices"];
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const stated = JSON.parse(await readFile(new URL("../../themes/default/checked.json", import.meta.url))).lighthouse;
const { version } = createRequire(import.meta.url)("lighthouse/package.json");
const server = await serve(path.resolve(folder));
const browser = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: FLAGS, logLevel: "silent" });
let failed = false;
const say = (line) => {
  failed = true;
  console.log(line);
};
if (version !== stated) say(`the statement names Lighthouse ${stated}, this is ${version}`);
try {
  for (const name of pages) {
    const url = `http://127.0.0.1:${server.address().port}/${name}.html`;
    const { lhr } = await lighthouse(url, { port: browser.port, onlyCategories: CATEGORIES, logLevel: "silent" });
    const marks = CATEGORIES.map((category) => [category, Math.round(lhr.categories[category].score * 100)]);
    console.log(`${name}: ${marks.map(([category, mark]) => `${category} ${mark}`).join(", ")}`);
    for (const [category, mark] of marks.filter(([, mark]) => mark < 100)) {
      const lost = lhr.categories[category].auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
      for (const { id } of lost) say(`${name}: ${category} ${mark}: ${lhr.audits[id].title}: ${JSON.stringify(lhr.audits[id].details?.items?.slice(0, 3) ?? "")}`);
      if (!lost.length) say(`${name}: ${category} ${mark}`);
    }
  }
} finally {
  browser.kill();
  server.close();
}
process.exit(failed ? 1 : 0);
