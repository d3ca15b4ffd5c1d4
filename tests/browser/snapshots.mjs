// Opens the index of a folder of snapshots and the page of every package in Chromium, and checks what only a browser can tell.
//
//   node snapshots.mjs FOLDER
//
// What `from_disk.mjs` says, and no script. Prints what fails, and exits 1 then.

import { readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fromDisk } from "./from_disk.mjs";

const folder = path.resolve(process.argv[2]);
const packages = (await readdir(folder)).map((name) => `${name}/data/index.html`).filter((name) => existsSync(path.join(folder, name)));
// Without a package there is nothing to be told of.
const names = packages.length > 0 ? ["index.html", ...packages.sort()] : [];

await fromDisk(folder, names, "snapshots", async (page, fail) => {
  if ((await page.locator("script").count()) > 0) fail("holds a script");
});
