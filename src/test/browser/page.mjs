// Looks at pages in a real browser. Standard input: {chromium, pages: [url...], pictures: {file: {url, dark, width}}}.
// Standard output: {looks, problems: [text...]}. A look is one page in one scheme at one width.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const asked = JSON.parse(readFileSync(0, "utf8"));
const problems = [];
let looks = 0;

const browser = await chromium.launch({
  executablePath: asked.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

async function open(url, options, media, use) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const told = (what) => problems.push(`${url} ${JSON.stringify({ ...options, ...media })}: ${what}`);
  page.on("console", (message) => told(`console: ${message.text()}`));
  page.on("pageerror", (error) => told(`error: ${error.message}`));
  page.on("dialog", (dialog) => { told(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) told(`asks for ${request.url()}`);
  });
  if (media) await page.emulateMedia(media);
  await page.goto(url);
  await page.evaluate("window.stop()"); // a page that is not settled reloads
  await use(page, told);
  await context.close();
}

async function check(page, told) {
  looks++;
  const { wide, window, changed } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
    changed: globalThis.harmed !== undefined,
  }));
  if (wide > window) told(`is ${wide} px wide in ${window}`);
  if (changed) told("runs what a log line says");
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const violation of found.violations) {
    for (const node of violation.nodes) {
      told(`${violation.id}: ${violation.help}: ${node.html.slice(0, 200)} ${node.failureSummary}`);
    }
  }
  if (found.passes.length < 10) told(`axe checked only ${found.passes.length} rules`);
}

for (const url of asked.pages) {
  for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 320], ["dark", 360]]) {
    await open(url, { colorScheme, viewport: { width, height: 740 } }, undefined, check);
  }
  await open(url, { viewport: { width: 794, height: 1123 } }, { media: "print" }, check);
}
for (const [file, { url, dark, width, height }] of Object.entries(asked.pictures)) {
  const options = { colorScheme: dark ? "dark" : "light", viewport: { width, height } };
  await open(url, options, undefined, (page) => page.screenshot({ path: file }));
}
await browser.close();
process.stdout.write(JSON.stringify({ looks, problems }));
