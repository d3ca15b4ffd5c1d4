// Opens every page of a built site in Chromium and checks what only a browser can tell.
//
//   node check.mjs SITE [--shots FOLDER] [--only NAME] [--brief]
//
// --brief is for a second edition with the same layouts: from disk alone, and axe in light alone.
//
// Needs playwright-core and axe-core (npm install in this folder, or NODE_PATH) and a Chromium (CHROMIUM, else /usr/bin/chromium).
// Over file:// and over http on 127.0.0.1, with a strict content security policy: no console message of error, no request to
// anywhere else, no violation of WCAG 2.2 A and AA in light and dark, no sideways scrolling at any width, zoom or text spacing,
// nothing that moves while the page loads, no page too heavy, the same words without JavaScript and on paper, charts that speak,
// tables that sort, a search that finds, and a walk by keyboard alone. Prints what fails, and exits 1 if anything does.
// What is looked at stands in themes/default/checked.json, from which the accessibility statement is printed too.

import { createRequire } from "node:module";
import { readFile, readdir, mkdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as probe from "./probes.mjs";
import { serve } from "./serve.mjs";
import * as walk from "./walk.mjs";

// A module finds packages only beside itself; NODE_PATH is read by require.
const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axeSource = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const checked = JSON.parse(await readFile(new URL("../../themes/default/checked.json", import.meta.url)));

const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
const shots = option("--shots");
const only = option("--only");
const brief = args.includes("--brief") && args.splice(args.indexOf("--brief"), 1).length > 0;
const site = args[0] && path.resolve(args[0]);
if (!site) {
  console.error("usage: node check.mjs SITE [--shots FOLDER] [--only NAME] [--brief]");
  process.exit(2);
}

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AXE = { runOnly: { type: "tag", values: checked.tags }, resultTypes: ["violations"], preload: false };
const TALL = 1500;
/** Pages open at the same time. */
const AT_ONCE = 3;

const failures = new Set();
/** A fault is said when it is found, once. */
function fail(where, what) {
  const fault = `${where}: ${what}`;
  if (!failures.has(fault)) console.log(fault);
  failures.add(fault);
}
const failAll = (where, problems) => problems.forEach((what) => fail(where, what));

/** Runs one step; one that cannot be carried out is a failure like any other, and the rest goes on. */
async function attempt(where, step) {
  try {
    await step();
  } catch (error) {
    fail(where, `could not be checked: ${error.message.split("\n")[0]}`);
  }
}

/** A page that notes every error and refuses every request that leaves the site. */
async function watched(context, base, where) {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && fail(where, `console: ${message.text()}`));
  page.on("pageerror", (error) => fail(where, `script: ${error.message}`));
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(base) || url.startsWith("data:")) return route.continue();
    fail(where, `asks for ${url}`);
    return route.abort();
  });
  // A page is shown when its letters are there: a reader acts on what is shown.
  const open = page.goto.bind(page);
  page.goto = async (url) => {
    await open(url);
    await page.waitForSelector("html:not(.waiting)", { state: "attached" });
  };
  return page;
}

async function shoot(page, name) {
  if (!shots) return;
  await mkdir(shots, { recursive: true });
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0, part = 0; top < height; top += TALL, part += 1) {
    const clip = { x: 0, y: top, width, height: Math.min(TALL, height - top) };
    await page.screenshot({ path: path.join(shots, `${name}-${part}.png`), clip, fullPage: true });
  }
}

/** Runs axe on a page as it stands. */
async function axe(page, where) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), AXE);
  for (const violation of violations) {
    const at = violation.nodes.slice(0, 3).map((node) => node.target.join(" ") + (node.any[0] ? ` (${node.any[0].message})` : "")).join("; ");
    fail(where, `axe ${violation.id}, ${violation.nodes.length} times: ${at}`);
  }
}

/** Opens a page once and looks at it at every width, in light and dark, with other colours and spacing, on paper, and unfolded. */
async function look(browser, base, name) {
  const kind = base.slice(0, 4);
  const context = await browser.newContext({ colorScheme: "light", viewport: { width: 1280, height: 900 } });
  const page = await watched(context, base, `${name} (${kind})`);
  await page.goto(base + name);
  await page.evaluate(() => document.fonts.ready);
  await compareBare(browser, base, name, await page.evaluate(probe.words));
  if (kind === "file") {
    for (const scheme of checked.schemes) for (const width of checked.widths) await atWidth(page, name, scheme, width);
    await otherwise(page, name);
    await paper(page, `${name} (print)`);
    await page.evaluate(probe.unfold);
    failAll(name, await page.evaluate(probe.sorting));
    for (const scheme of brief ? ["light"] : checked.schemes) for (const width of checked.axe_widths) await axeAt(page, name, scheme, width);
  } else {
    // Over http once is enough: what axe sees there differs from a file only by the policy the server sends.
    await page.evaluate(probe.unfold);
    failAll(name, await downloads(page));
    await axeAt(page, `${name} (${kind})`, "light", 1280);
  }
  await context.close();
}

async function turn(page, scheme, width) {
  await page.emulateMedia({ colorScheme: scheme, media: "screen", forcedColors: "none" });
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(probe.settled);
}

async function atWidth(page, name, scheme, width) {
  const where = `${name} (${scheme}) at ${width}`;
  await turn(page, scheme, width);
  const wide = await page.evaluate(probe.overflow);
  if (wide) fail(where, `scrolls sideways, ${wide}`);
  failAll(where, await page.evaluate(probe.pictures));
  if (width === 1280) failAll(where, await page.evaluate(probe.cutTables));
  if (scheme === "light" && width !== 320) failAll(where, await page.evaluate(probe.labels));
  if (scheme === "light") failAll(where, await page.evaluate(probe.tips));
  if (width !== 320) await shoot(page, `${name.replace(".html", "")}-${scheme}-${width}`);
}

async function axeAt(page, name, scheme, width) {
  await turn(page, scheme, width);
  await axe(page, `${name} (${scheme}) at ${width}`);
}

/** Half the window, text twice as large, text wider apart, the reader's own colours, no movement. */
async function otherwise(page, name) {
  await turn(page, "light", 640);
  const half = await page.evaluate(probe.overflow);
  if (half) fail(`${name} at 200%`, `scrolls sideways, ${half}`);
  for (const [way, words] of [[probe.spaced, "with wide text"], [probe.enlarged, "with large text"]]) {
    await page.evaluate(way);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(probe.settled);
      const wide = await page.evaluate(probe.overflow);
      // Text alone at twice its size on a phone is four times zoom twice over: no one has to promise that.
      if (wide && !(way === probe.enlarged && width === 320)) fail(`${name} ${words} at ${width}`, `scrolls sideways, ${wide}`);
      failAll(`${name} ${words} at ${width}`, await page.evaluate(probe.cut));
    }
  }
  await page.evaluate(probe.unspaced);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark", media: "screen", reducedMotion: "reduce" });
  await page.evaluate(probe.settled);
  failAll(`${name} (own colours)`, await page.evaluate(probe.owned));
  await shoot(page, `${name.replace(".html", "")}-forced-1280`);
  const moves = await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior !== "auto" || document.getAnimations().length > 0);
  if (moves) fail(name, "moves for those who ask for no movement");
  await page.emulateMedia({ forcedColors: "none", reducedMotion: "no-preference" });
}

/** Loads a page afresh: how heavy it is with everything it asks for, and how much moves while it comes. */
async function load(browser, base, name, width) {
  const where = `${name} at ${width}`;
  let shifted = await loaded(browser, base, name, width, where);
  // Letters come late on a machine that is busy; what moves by itself moves every time.
  for (let again = 0; shifted > checked.shift && again < 3; again += 1) shifted = Math.min(shifted, await loaded(browser, base, name, width, where));
  if (shifted > checked.shift) fail(where, `shifts by ${shifted.toFixed(3)} while it loads`);
}

/** One loading of a page: notes its weight, and gives how much moved. */
async function loaded(browser, base, name, width, where) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await watched(context, base, where);
  const bodies = [];
  // What is still on its way when the page is closed was not needed to show it.
  page.on("response", (response) => bodies.push(response.body().then((body) => body.length, () => 0)));
  await page.addInitScript(probe.watchShifts);
  await page.goto(base + name);
  await page.evaluate(() => document.fonts.ready);
  const weight = (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0);
  if (weight > checked.weight) fail(where, `weighs ${weight} bytes with all it loads`);
  heaviest.push([weight, name]);
  await page.evaluate(async () => {
    for (let at = 0; at < document.body.scrollHeight; at += innerHeight) {
      window.scrollTo({ top: at, behavior: "instant" });
      await new Promise(requestAnimationFrame);
    }
  });
  const shifted = await page.evaluate(probe.settled).then(() => page.evaluate(() => window.shifted));
  await context.close();
  return shifted;
}
const heaviest = [];

/** Every file a page offers is there. */
async function downloads(page) {
  const offered = await page.locator("a[download], footer a[href^='data/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  return offered.filter((href) => !existsSync(path.join(site, href))).map((href) => `offers ${href}, which is not there`);
}

/** The walks, on the first page that has a chart, a table and contents of its own. */
async function walks(browser, base) {
  const where = `walk (${base.slice(0, 4)})`;
  const complain = (what) => fail(where, what);
  // Without movement, for what is being scrolled to is not yet where it will be.
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await watched(context, base, where);
  const rich = await firstRich();
  if (!rich) return fail(where, "no page has a chart and a table");
  await walk.byKeyboard(page, base + rich, complain);
  await walk.menu(page, base + rich, complain);
  await walk.byPointer(page, base + rich, complain);
  for (const width of [1280, 390]) await walk.toTheEnd(page, base + rich, width, (what) => fail(`${where} at ${width}`, what));
  await context.close();
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: "reduce" });
  await walk.byTouch(await watched(phone, base, where), base + rich, complain);
  await phone.close();
}

async function firstRich() {
  for (const name of pages) {
    const text = await readFile(path.join(site, name), "utf8");
    if (['class="plot"', "<title>", 'class="numbers"', 'class="onpage"', 'class="tiles'].every((part) => text.includes(part)) && name !== "index.html") return name;
  }
  return undefined;
}

/** A page says the same without JavaScript. */
async function compareBare(browser, base, name, full) {
  const where = `${name} (${base.slice(0, 4)}, script off)`;
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await watched(context, base, where);
  await page.goto(base + name);
  const bare = await page.evaluate(probe.words);
  if (bare !== full) fail(where, "main says something else than with JavaScript");
  if (bare.length < 20) fail(where, "main is empty");
  await context.close();
}

/** Without JavaScript the search box leads to the A to Z. */
async function searchWithoutScript(browser, base) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await watched(context, base, "search (script off)");
  await page.goto(base + "index.html");
  await page.fill(".search input", "referrals");
  await page.press(".search input", "Enter");
  await page.waitForURL(/a-to-z\.html\?q=referrals$/);
  if ((await page.locator(".entries a").count()) === 0) fail("search (script off)", "the A to Z is empty");
  await context.close();
}

/** Finds the first entry of the A to Z by its title, by keyboard alone, and opens it. */
async function search(browser, base) {
  const where = `search (${base.slice(0, 4)})`;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await watched(context, base, where);
  await page.goto(base + "a-to-z.html");
  const wanted = await page.locator(".entries a").first().textContent();
  await page.focus(".search input");
  await page.keyboard.type(wanted.slice(0, 24));
  await page.waitForSelector(".results a", { timeout: 5000 }).catch(() => fail(where, `nothing found for “${wanted}”`));
  const titles = await page.locator(".results b").allTextContents();
  if (!titles.includes(wanted)) fail(where, `“${wanted}” is not among ${titles.length} results`);
  await axe(page, `${where}, results open`);
  const index = await page.evaluate(() => window.annexaIndex.map(({ t, k }) => [t, k]));
  for (const [kind, heading] of [["Page", "Pages"], ["Measure", "Measures"], ["Term", "Words explained"]]) {
    const known = index.find(([, k]) => k === kind);
    if (!known) continue;
    await page.fill(".search input", known[0]);
    await page.waitForFunction((title) => [...document.querySelectorAll(".results b")].some((b) => b.textContent === title), known[0], { timeout: 5000 }).catch(() => fail(where, `“${known[0]}” is not found`));
    const under = await page.locator(`.results ul[aria-labelledby="found-${kind}"] b`).allTextContents();
    const named = await page.locator(`#found-${kind}`).textContent().catch(() => "");
    if (!under.includes(known[0]) || !named.startsWith(heading)) fail(where, `“${known[0]}” does not stand under ${heading}`);
  }
  await page.focus(".search input");
  await page.keyboard.press("Escape");
  if (await page.locator(".results").isVisible()) fail(where, "Escape does not close the results");
  await page.keyboard.type(" ");
  await page.waitForSelector(".results a");
  await page.keyboard.press("ArrowDown");
  const target = await page.evaluate(() => document.activeElement.getAttribute("href"));
  if (!target) return fail(where, "the down arrow does not lead into the results");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href.endsWith(target), { timeout: 5000 }).catch(() => fail(where, `Enter does not open ${target}`));
  await page.waitForLoadState();
  await page.goto(base + "a-to-z.html?q=" + encodeURIComponent("<img src=x onerror=alert(1)> zzzz"));
  await page.waitForSelector("#site-found:not([hidden])");
  if (await page.locator("#site-found img").count()) fail(where, "the query becomes markup");
  await context.close();
}

/** Paper is white whatever the screen, has everything that is folded, and no buttons. */
async function paper(page, where) {
  await page.setViewportSize({ width: 720, height: 1000 });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(probe.settled);
  const found = await page.evaluate(() => ({
    ground: getComputedStyle(document.body).backgroundColor,
    search: document.querySelector(".search").getBoundingClientRect().height,
    folded: [...document.querySelectorAll("main details:not(.onpage) > :not(summary)")].filter((e) => e.getBoundingClientRect().height === 0).length,
  }));
  if (found.ground !== "rgb(255, 255, 255)") fail(where, `the paper is ${found.ground}`);
  if (found.search) fail(where, "the search box is printed");
  if (found.folded) fail(where, `${found.folded} folded parts stay folded`);
}

/** Carries out all steps, a few at a time. */
async function several(steps) {
  const queue = [...steps];
  const worker = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) await attempt(...step);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const pages = (await readdir(site)).filter((name) => name.endsWith(".html") && (!only || name.startsWith(only))).sort();
if (!pages.length) {
  console.error(`no page in ${args[0]}`);
  process.exit(2);
}
const server = await serve(site);
const bases = [pathToFileURL(site).href + "/", ...(brief ? [] : [`http://127.0.0.1:${server.address().port}/`])];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
try {
  const steps = bases.flatMap((base) => {
    const kind = base.slice(0, 4);
    return [
      ...(kind === "http" ? pages.flatMap((name) => [1280, 390].map((width) => [`${name} at ${width}`, () => load(browser, base, name, width)])) : []),
      ...pages.map((name) => [`${name} (${kind})`, () => look(browser, base, name)]),
      [`walk (${kind})`, () => walks(browser, base)],
      [`search (${kind})`, () => search(browser, base)],
      [`search (${kind}, script off)`, () => searchWithoutScript(browser, base)],
    ];
  });
  await several(steps);
} finally {
  await browser.close();
  server.close();
}
if (require("axe-core/package.json").version !== checked.axe) fail("statement", `names axe ${checked.axe}`);
const [top] = heaviest.sort((a, b) => b[0] - a[0]);
if (top) console.log(`heaviest page: ${top[1]}, ${Math.round(top[0] / 1000)} kB with all it loads`);
console.log(failures.size ? `${failures.size} problems on ${pages.length} pages` : `${pages.length} pages, nothing wrong`);
process.exit(failures.size ? 1 : 0);
