// Opens every page of a built site in Chromium and checks what only a browser can tell.
//
//   node check.mjs SITE [--shots FOLDER] [--only NAME]
//
// Needs playwright-core and axe-core (npm install in this folder, or NODE_PATH) and a Chromium (CHROMIUM, else /usr/bin/chromium).
// Over file:// and over http on 127.0.0.1, with a strict content security policy: no console message of error, no request to
// anywhere else, no violation of WCAG 2.2 A and AA in light and dark, no sideways scrolling at 320, 390 and 1280 pixels,
// the whole content without JavaScript, and a search that finds, by keyboard alone. Prints what fails, and exits 1 if anything does.

import { createRequire } from "node:module";
import { createServer } from "node:http";
import { readFile, readdir, mkdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

// A module finds packages only beside itself; NODE_PATH is read by require.
const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axeSource = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
const shots = option("--shots");
const only = option("--only");
const site = args[0] && path.resolve(args[0]);
if (!site) {
  console.error("usage: node check.mjs SITE [--shots FOLDER] [--only NAME]");
  process.exit(2);
}

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const KINDS = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".csv": "text/csv; charset=utf-8", ".ttf": "font/ttf" };
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AXE = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }, resultTypes: ["violations"], preload: false };
const TALL = 1500;
const SCHEMES = ["light", "dark"];
const WIDTHS = [1280, 390, 320];
/** Pages open at the same time. */
const AT_ONCE = 3;

const failures = new Set();
const fail = (where, what) => failures.add(`${where}: ${what}`);

/** Runs one step; one that cannot be carried out is a failure like any other, and the rest goes on. */
async function attempt(where, step) {
  try {
    await step();
  } catch (error) {
    fail(where, `could not be checked: ${error.message.split("\n")[0]}`);
  }
}

function serve(folder) {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname).replace(/^\/+/, "");
    const file = path.resolve(folder, name);
    try {
      if (!file.startsWith(folder + path.sep)) throw new Error("outside");
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": KINDS[path.extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
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
  return page;
}

/** What can be scrolled sideways, and the elements that stick out of the window. */
const overflow = () => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const wide = [...document.querySelectorAll("body *")].filter((e) => !e.closest(".scroll, svg") && e.getBoundingClientRect().right > root.clientWidth + 1);
  return `${root.scrollWidth} wide in ${root.clientWidth}: ${wide.slice(-3).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).join(", ")}`;
};

/** A page has its picture at every width exactly once, and no picture is drawn wider than its frame. */
const pictures = () =>
  [...document.querySelectorAll(".plot")].flatMap((plot) => {
    const shown = [...plot.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
    const id = plot.closest("[id]").id;
    if (shown.length !== 1) return [`${id} shows ${shown.length} pictures`];
    return shown[0].getBoundingClientRect().width > plot.clientWidth + 1 ? [`${id} is wider than its frame`] : [];
  });

/** Every label of a chart stays inside its picture. */
const labels = () =>
  [...document.querySelectorAll(".plot svg, .mini svg")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) return [];
    const out = [...svg.querySelectorAll("text")].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
    });
    return out.map((text) => `${svg.closest("[id]").id}: “${text.textContent}” sticks out`);
  });

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

/** Two frames later, when sizes and colours have settled. */
const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
const words = () => document.querySelector("main").innerText.replace(/\s+/g, " ");
const unfold = () => document.querySelectorAll("details").forEach((details) => (details.open = true));

/** Runs axe on a page as it stands. */
async function axe(page, where) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), AXE);
  for (const violation of violations) {
    const at = violation.nodes.slice(0, 3).map((node) => node.target.join(" ") + (node.any[0] ? ` (${node.any[0].message})` : "")).join("; ");
    fail(where, `axe ${violation.id}, ${violation.nodes.length} times: ${at}`);
  }
}

/** Opens a page once and looks at it at every width, in light and dark, on paper, and with everything unfolded. */
async function look(browser, base, name) {
  const kind = base.slice(0, 4);
  const context = await browser.newContext({ colorScheme: "light", viewport: { width: 1280, height: 900 } });
  const page = await watched(context, base, `${name} (${kind})`);
  await page.goto(base + name);
  await page.evaluate(() => document.fonts.ready);
  await compareBare(browser, base, name, await page.evaluate(words));
  const scenes = SCHEMES.flatMap((scheme) => WIDTHS.map((width) => ({ scheme, width, where: `${name} (${kind}, ${scheme}) at ${width}` })));
  const turn = async ({ scheme, width }) => {
    await page.emulateMedia({ colorScheme: scheme, media: "screen" });
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(settled);
  };
  for (const scene of scenes) {
    await turn(scene);
    const { scheme, width, where } = scene;
    const wide = await page.evaluate(overflow);
    if (wide) fail(where, `scrolls sideways, ${wide}`);
    for (const problem of await page.evaluate(pictures)) fail(where, problem);
    if (scheme === "light" && width !== 320) for (const problem of await page.evaluate(labels)) fail(where, problem);
    if (kind === "file" && width !== 320) await shoot(page, `${name.replace(".html", "")}-${scheme}-${width}`);
  }
  await paper(page, `${name} (${kind}, print)`);
  await page.evaluate(unfold);
  // Over http one width is enough: what axe sees there differs from a file only by the policy the server sends.
  for (const scene of scenes.filter(({ scheme, width }) => width !== 320 && (kind === "file" || width === 1280))) {
    await turn(scene);
    await axe(page, scene.where);
  }
  await context.close();
}

/** A page says the same without JavaScript. */
async function compareBare(browser, base, name, full) {
  const where = `${name} (${base.slice(0, 4)}, script off)`;
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await watched(context, base, where);
  await page.goto(base + name);
  const bare = await page.evaluate(words);
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
  await page.evaluate(settled);
  const found = await page.evaluate(() => ({
    ground: getComputedStyle(document.body).backgroundColor,
    search: document.querySelector(".search").getBoundingClientRect().height,
    folded: [...document.querySelectorAll("main details > :not(summary)")].filter((e) => e.getBoundingClientRect().height === 0).length,
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
const bases = [pathToFileURL(site).href + "/", `http://127.0.0.1:${server.address().port}/`];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
try {
  const steps = bases.flatMap((base) => {
    const kind = base.slice(0, 4);
    return [
      ...pages.map((name) => [`${name} (${kind})`, () => look(browser, base, name)]),
      [`search (${kind})`, () => search(browser, base)],
      [`search (${kind}, script off)`, () => searchWithoutScript(browser, base)],
    ];
  });
  await several(steps);
} finally {
  await browser.close();
  server.close();
}
for (const failure of failures) console.log(failure);
console.log(failures.size ? `${failures.size} problems on ${pages.length} pages` : `${pages.length} pages, nothing wrong`);
process.exit(failures.size ? 1 : 0);
