// A reader with a keyboard alone, then one with a pointer, then one with a finger: what can be opened can be read, kept and closed.

import { focused } from "./probes.mjs";

const MOST_TABS = 400;
/** Longer than the page waits before it takes the words of a mark away. */
const PATIENCE = 700;

/** Presses Tab until what has the keyboard matches; every stop on the way must be seen and ringed. */
async function tabTo(page, selector, complain) {
  for (let press = 0; press < MOST_TABS; press += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(focused);
    if (stop && !stop.seen) complain(`the focus on ${stop.name} is covered or out of view`);
    if (stop && !stop.ringed) complain(`the focus on ${stop.name} has no ring`);
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return true;
  }
  complain(`Tab never reaches ${selector}`);
  return false;
}

const open = (page, selector) => page.locator(selector).first().isVisible();

/** Skip link, chart, data table, sorting and Escape on a wide screen. */
export async function byKeyboard(page, url, complain) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(url);
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement.matches(".skip") && document.activeElement.getBoundingClientRect().top >= 0))) complain("the first stop is not the skip link, in view");
  await page.keyboard.press("Enter");
  if (!(await page.evaluate(() => document.activeElement.id === "site-main"))) complain("the skip link does not lead to the content");
  if (!(await tabTo(page, ".plot", complain))) return;
  const first = await page.locator(".lit").boundingBox();
  await page.keyboard.press("ArrowRight");
  const second = await page.locator(".lit").boundingBox();
  if (JSON.stringify(first) === JSON.stringify(second)) complain("the right arrow does not lead to the next mark");
  if ((await page.locator("[role=status]").allInnerTexts()).every((said) => !said.trim())) complain("the words of a mark are not said aloud");
  await page.keyboard.press("Escape");
  if (await page.locator(".tip").count()) complain("Escape does not close the words of a mark");
  if (!(await page.evaluate(() => document.activeElement.matches(".plot")))) complain("Escape takes the focus away from the chart");
  if (!(await tabTo(page, ".fig .numbers > summary", complain))) return;
  await page.keyboard.press("Enter");
  if (!(await tabTo(page, "table.data th button", complain))) return;
  await page.keyboard.press("Enter");
  const sorted = await page.evaluate(() => document.activeElement.closest("th").getAttribute("aria-sort"));
  if (!sorted) complain("Enter on the head of a column does not sort");
  if (!(await page.locator("[role=status]").allInnerTexts()).some((said) => said.startsWith("Sorted by"))) complain("sorting is not said aloud");
}

/** To the end of the page: every stop in view. */
export async function toTheEnd(page, url, width, complain) {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(url);
  await tabTo(page, "footer li:last-of-type a, footer li:nth-last-of-type(2) a", complain);
}

/** The menu and the contents of the page on a phone. */
export async function menu(page, url, complain) {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(url);
  for (const [summary, link] of [[".menu summary", ".menu a"], [".onpage summary", ".onpage a"]]) {
    if (!(await tabTo(page, summary, complain))) return;
    await page.keyboard.press("Enter");
    if (!(await open(page, link))) complain(`Enter does not open ${summary}`);
    if (!(await tabTo(page, link, complain))) return;
    await page.keyboard.press("Escape");
    if (await open(page, link)) complain(`Escape does not close ${summary}`);
    if (!(await page.evaluate((wanted) => document.activeElement.matches(wanted), summary))) complain(`Escape does not lead back to ${summary}`);
  }
  await page.keyboard.press("Enter");
  await tabTo(page, ".onpage a", complain);
  const target = await page.evaluate(() => document.activeElement.hash);
  await page.keyboard.press("Enter");
  const top = await page.evaluate((id) => document.querySelector(id).getBoundingClientRect().top, target);
  if (await open(page, ".onpage a")) complain("the contents stay open over what they led to");
  if (!Number.isFinite(top)) complain(`${target} leads nowhere`);
}

/** Where the first mark with words lies, in view. */
async function firstMark(page) {
  const plot = page.locator(".plot[tabindex]").first();
  await plot.scrollIntoViewIfNeeded();
  return plot.evaluate((holder) => {
    const svg = [...holder.querySelectorAll("svg")].find((one) => one.getBoundingClientRect().width);
    const box = svg.querySelector("title").parentNode.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  });
}

/** The words of a mark appear under a pointer, can be pointed at themselves, stay, and go on Escape without a move. */
export async function byPointer(page, url, complain) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(url);
  const at = await firstMark(page);
  await page.mouse.move(at[0], at[1]);
  const tip = page.locator(".tip");
  if (!(await tip.count())) return complain("no words under the pointer");
  const box = await tip.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
  await page.waitForTimeout(PATIENCE);
  if (!(await tip.count())) complain("the words go while the pointer is on them");
  await page.keyboard.press("Escape");
  if (await tip.count()) complain("Escape does not close words under the pointer");
  await page.mouse.move(at[0], at[1]);
  await page.mouse.move(2, 2);
  await page.waitForTimeout(PATIENCE);
  if (await tip.count()) complain("the words stay when the pointer has gone");
}

/** A finger opens the words of a mark, and closes them beside it. */
export async function byTouch(page, url, complain) {
  await page.goto(url);
  const at = await firstMark(page);
  await page.touchscreen.tap(at[0], at[1]);
  if (!(await page.locator(".tip").count())) complain("a tap on a mark says nothing");
  await page.locator(".fig-title").first().tap();
  if (await page.locator(".tip").count()) complain("a tap elsewhere does not close the words of a mark");
}
