import { chromium, type Browser } from "playwright-core";

import { startOurs } from "../lib/contestants.js";
import { median } from "../lib/median.js";
import type { Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const container = "console";
const rounds = 5;
const seconds = 1;

/** Mobile 4G as Lighthouse throttles it: 1.6 Mbit/s down, 750 kbit/s up, a round trip of 150 ms. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};

/** The first contentful paint of the console in a new browser, on a throttled network. */
export const consoleRows = async (bench: Workbench): Promise<Row[]> => {
  const name = "the console's first contentful paint on 4G (1.6 Mbit/s, round trip 150 ms)";
  const program = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  bench.say("console: training");
  await trainRiesgo(bench, await bench.input(1), container, run);
  const ours = await startOurs(bench, container);
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  try {
    const paints: number[] = [];
    for (let round = 1; round <= rounds; round += 1)
      paints.push(await firstPaint(browser, ours.origin));
    const paint = median(paints);
    return [
      {
        name,
        ours: `${paint.toFixed(2)} s`,
        peer: "",
        target: `≤ ${seconds} s`,
        met: paint <= seconds,
      },
    ];
  } finally {
    await browser.close();
    await ours.stop();
  }
};

/** Seconds from the request for the page to its first contentful paint, with nothing kept from before. */
const firstPaint = async (browser: Browser, origin: string): Promise<number> => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", NETWORK);
    await page.goto(origin);
    await page.locator("h1").waitFor();
    const paint = await page.evaluate<number>(
      "performance.getEntriesByName('first-contentful-paint')[0].startTime",
    );
    return paint / 1_000;
  } finally {
    await context.close();
  }
};
