import { parseArgs } from "node:util";
import { killChildren } from "./lib/children.js";
import type { Row } from "./lib/row.js";
import { table } from "./lib/table.js";
import { openWorkbench, type Workbench } from "./lib/workbench.js";
import { batchRows } from "./rows/batch.js";
import { fitRows } from "./rows/fit.js";
import { forestRows } from "./rows/forest.js";
import { linearRows } from "./rows/linear.js";
import { memoryRows } from "./rows/memory.js";
import { peliculasRows } from "./rows/peliculas.js";
import { serveRows } from "./rows/serve-riesgo.js";
import { startRows } from "./rows/start.js";
import { trainRows } from "./rows/train-riesgo.js";
import { vihRows } from "./rows/vih.js";

const benches: Readonly<Record<string, (bench: Workbench) => Promise<Row[]>>> = {
  train: trainRows,
  fit: fitRows,
  linear: linearRows,
  forest: forestRows,
  vih: vihRows,
  peliculas: peliculasRows,
  serve: serveRows,
  batch: batchRows,
  memory: memoryRows,
  start: startRows,
};

const usage = `npm run bench -- [--users N] [row ...]

Measures Despliega against its peers on this machine and prints a Markdown table.
Rows: ${Object.keys(benches).join(", ")}; all of them when none is named.
ACTG175 in the environment names the table of the study for the row vih; without it, that row takes the sample.
--users  users in the generated data at 1×, by default 36457
Exit code 1 when a target is missed or a row fails, 2 for a wrong argument.`;

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean", default: false },
      users: { type: "string", default: "36457" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const users = Number(values.users);
  const names = positionals.length === 0 ? Object.keys(benches) : positionals;
  const unknown = names.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined || !Number.isSafeInteger(users) || users < 1) {
    console.error(
      `${unknown === undefined ? "--users takes a count" : `No row is called ${unknown}`}\n\n${usage}`,
    );
    return 2;
  }
  const bench = await openWorkbench(users, (line) => console.error(line));
  const interrupt = (): void => {
    killChildren();
    void bench.close().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const rows: Row[] = [];
    for (const name of names) rows.push(...(await measure(name, bench)));
    console.log(table(rows));
    return rows.some(({ met }) => met === false) ? 1 : 0;
  } finally {
    await bench.close();
  }
};

/** A row that fails is a line of the table, so that the others are still measured. */
const measure = async (name: string, bench: Workbench): Promise<Row[]> => {
  try {
    return (await benches[name]?.(bench)) ?? [];
  } catch (error) {
    console.error(error);
    return [{ name, ours: "failed", peer: "", met: false }];
  }
};

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
