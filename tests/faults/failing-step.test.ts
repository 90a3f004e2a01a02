import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect, test } from "@jest/globals";

import { inParallel } from "../tools/faults/lib/in-parallel.js";
import { fewLoans } from "../trainer/support/few-loans.js";

const MAIN = fileURLToPath(new URL("failing-step-main.js", import.meta.url));
const RUNS = 20;
const AT_ONCE = 2;

/** Seconds after which a run counts as hanging; it takes one or two. */
const HANG = 60;

test("a step that fails beside others that query ends the process with its error, 20 times of 20", async () => {
  const input = await fewLoans();
  const runs = Array.from({ length: RUNS }, (_, i) => i + 1);
  await inParallel(runs, AT_ONCE, async (run) => {
    const child = spawn(process.execPath, [MAIN, input], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: HANG * 1_000,
      killSignal: "SIGKILL",
    });
    const output = [text(child.stdout), text(child.stderr)] as const;
    const [code, signal] = (await once(child, "close")) as [number | null, string | null];
    const [stdout, stderr] = [await output[0], await output[1]];
    expect({ run, code, signal, stderr }).toEqual({
      run,
      code: 1,
      signal: null,
      stderr: "the report fails\n",
    });
    expect(stdout).toContain('"step":"evaluate"');
    expect(stdout).not.toContain('"step":"report"');
  });
});
