// Serves a built site on 127.0.0.1 as a careful web server would: with a strict content security policy, and nothing outside the folder.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const KINDS = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".csv": "text/csv; charset=utf-8", ".ttf": "font/ttf", ".woff2": "font/woff2", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

/** A running server; its port is in `address()`. */
export function serve(folder) {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname).replace(/^\/+/, "");
    const file = path.resolve(folder, name);
    try {
      if (!file.startsWith(folder + path.sep)) throw new Error("outside");
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": KINDS[path.extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY, "x-content-type-options": "nosniff" });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
