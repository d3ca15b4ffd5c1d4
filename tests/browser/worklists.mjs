// Opens every page of a folder of worklists in Chromium and checks what only a browser can tell.
//
//   node worklists.mjs FOLDER
//
// What `from_disk.mjs` says, and on paper (A4 landscape) the marking on every sheet and the day to delete it by on every sheet with rows.
// Prints what fails, and exits 1 if anything does.

import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fromDisk } from "./from_disk.mjs";

const folder = path.resolve(process.argv[2]);
const marker = JSON.parse(await readFile(path.join(folder, "manifest.json")));
const until = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(marker.delete_by));
const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html")).sort();
const paper = await mkdtemp(path.join(os.tmpdir(), "worklists-"));

await fromDisk(folder, names, "worklists", async (page, fail) => {
  const file = path.join(paper, "page.pdf");
  await page.pdf({ path: file, preferCSSPageSize: true });
  const sheets = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  sheets.forEach((words, at) => {
    if (!words.includes(marker.classification)) fail(`sheet ${at + 1} is not marked`);
    if (/^\s*Child ID\b/m.test(words) && !words.includes(until)) fail(`sheet ${at + 1} does not say until when it may be held`);
  });
  const size = execFileSync("pdfinfo", [file], { encoding: "utf8" }).match(/Page size:\s+([\d.]+) x ([\d.]+)/);
  if (!size || Math.round(size[1]) !== 842) fail("is not printed on A4 landscape");
});
await rm(paper, { recursive: true });
