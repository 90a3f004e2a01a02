import { fileURLToPath } from "node:url";
import { join } from "node:path";

import type { Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import type { Workbench } from "../lib/workbench.js";

const SCRIPT = fileURLToPath(new URL("look-at-answers.js", import.meta.url));
const ANSWERS = 10_000_000;
const SECONDS = 60;
const BYTES = 1e9;

/** A look at ten million recorded answers of riesgo about two million keys, from files. */
export const monitorRows = async (bench: Workbench): Promise<Row[]> => {
  bench.say("monitor: writing and looking at ten million answers");
  const { stdout } = await run(process.execPath, [
    SCRIPT,
    join(bench.folder, "answers"),
    `${ANSWERS}`,
  ]);
  const { answers, seconds, peak } = JSON.parse(stdout) as Record<
    "answers" | "seconds" | "peak",
    number
  >;
  return [
    {
      name: `a look at ${answers.toLocaleString("en")} recorded answers`,
      ours: `${seconds.toFixed(0)} s, ${(peak / 1e6).toFixed(0)} MB`,
      peer: "",
      target: `≤ ${SECONDS} s, ≤ ${BYTES / 1e6} MB`,
      met: seconds <= SECONDS && peak <= BYTES,
    },
  ];
};
