import { platform } from "node:os";
import { expect } from "@jest/globals";
import { needing } from "../support/needing.js";
import { peakMemory } from "../tools/bench/lib/peak-memory.js";
import { isSkipped } from "../tools/bench/lib/peer.js";

const megabytes = 2 ** 20;
const hold = (size: number): string =>
  `const held = Buffer.alloc(${size * megabytes}, 1); setTimeout(() => process.exit(held[0] - 1), 300)`;

const peakOf = async (script: string): Promise<number> => {
  const measured = await peakMemory(process.execPath, ["-e", script]);
  if (isSkipped(measured)) throw new Error(measured.skipped);
  return measured.peak;
};

const linux = needing("Linux", platform() === "linux");

linux.test("the peak includes memory that was given back before the end", async () => {
  const script = `let held = Buffer.alloc(${300 * megabytes}, 1);
    setTimeout(() => { held = null; gc() }, 200); setTimeout(() => {}, 500)`;
  const measured = await peakMemory(process.execPath, ["--expose-gc", "-e", script]);
  expect(isSkipped(measured) ? 0 : measured.peak).toBeGreaterThan(300 * megabytes);
});

linux.test("the peak includes the processes that a command starts", async () => {
  const child = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(hold(300))}])`;
  expect(await peakOf(child)).toBeGreaterThan(300 * megabytes);
});

linux.test("a command that fails rejects with its stderr", async () => {
  await expect(peakOf(`console.error("no such table"); process.exit(3)`)).rejects.toThrow(
    /exit 3: no such table/,
  );
});
