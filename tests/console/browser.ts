import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import axe, { type AxeResults } from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

import { ROOT } from "../repository/files.js";
import { needing } from "../support/needing.js";

const PROGRAM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Tests and suites that need a browser, which are skipped by name where there is none. */
export const withBrowser = needing("Chromium", existsSync(PROGRAM));

/** Starts the browser. */
export const startBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox"] });

/** How a reader looks at the console. */
export interface Look {
  readonly language?: "en" | "es";
  readonly scheme?: "light" | "dark";
  readonly width?: number;
}

/** A page of the console, and what went wrong on it. */
export interface Opened {
  readonly page: Page;
  /** Errors of its scripts and what its content policy refused. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a url of the console. */
export const open = async (
  browser: Browser,
  url: string,
  { language = "en", scheme = "light", width = 1_280 }: Look = {},
): Promise<Opened> => {
  const context = await browser.newContext({
    colorScheme: scheme,
    locale: language,
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => {
    if (/content security policy|trusted/i.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  return { page, errors, close: () => context.close() };
};

const RULES = JSON.stringify([
  ...["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
]);

/** What axe-core finds wrong with a page: one line for each rule and place. */
export const violationsOf = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${RULES} })`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`),
  );
};

/** Keeps a picture of a page beside the other output of the tests, to be looked at. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = join(ROOT, "coverage/console");
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
