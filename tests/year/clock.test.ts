import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";

const PRELOAD = new URL("../tools/year/clock/preload.js", import.meta.url).href;

const TELLS = `
import { setTimeout } from "node:timers/promises";
await setTimeout(1);
process.send(new Date().toISOString());
const alive = setInterval(() => {}, 1_000);
process.once("message", () => {
  clearInterval(alive);
  const at = new Date(2020, 0, 2);
  process.send([Date.now(), at.getFullYear(), at instanceof Date, Date.UTC(1970, 0, 1), Date().slice(11, 15)]);
});
`;

test("lives at the time that its parent says, and ends as if there were none", async () => {
  const main = join(await temporaryDirectory(), "tells.mjs");
  await writeFile(main, TELLS);
  const start = Date.UTC(2023, 5, 1);
  const child = fork(main, { execArgv: ["--import", PRELOAD], env: { YEAR_NOW: `${start}` } });
  const ended = once(child, "exit");
  const [first] = (await once(child, "message")) as [string];
  const late = Date.parse(first) - start;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(60_000);
  const told: unknown[] = [];
  child.on("message", (message) => told.push(message));
  const next = Date.UTC(2031, 5, 1);
  child.send({ now: next });
  // Nobody asks it to end.
  expect(await ended).toEqual([0, null]);
  const [moved, dates] = told as [{ now: number }, [number, ...unknown[]]];
  expect(moved).toEqual({ now: next });
  expect(dates[0] - next).toBeLessThan(60_000);
  expect(dates).toEqual([expect.any(Number), 2020, true, 0, "2031"]);
  expect(dates[0]).toBeGreaterThanOrEqual(next);
});
