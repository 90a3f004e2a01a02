import { Argument, Command } from "commander";

import { runTool, wholeNumber } from "../tool.js";
import { killChildren } from "./lib/children.js";
import type { Row } from "./lib/row.js";
import { table } from "./lib/table.js";
import { openWorkbench, type Workbench } from "./lib/workbench.js";
import { batchesRows } from "./rows/batches.js";
import { batchRows } from "./rows/batch.js";
import { boostingRows } from "./rows/boosting.js";
import { boostingTableRows } from "./rows/boosting-tables.js";
import { challengerRows } from "./rows/challenger.js";
import { commandRows } from "./rows/commands.js";
import { consoleRows } from "./rows/console.js";
import { databaseRows } from "./rows/database.js";
import { decisionRows } from "./rows/decisions.js";
import { firstStartRows } from "./rows/first-start.js";
import { fitRows } from "./rows/fit.js";
import { forestRows } from "./rows/forest.js";
import { linearRows } from "./rows/linear.js";
import { memoryRows } from "./rows/memory.js";
import { onnxRows } from "./rows/onnx.js";
import { monitorRows } from "./rows/monitor.js";
import { pairRows } from "./rows/pairs.js";
import { peliculasRows } from "./rows/peliculas.js";
import { postRows } from "./rows/post.js";
import { readDuckdbRows } from "./rows/read-duckdb.js";
import { recordingRows } from "./rows/recording.js";
import { recordRows } from "./rows/records.js";
import { reasonRows } from "./rows/reasons.js";
import { scoreRows } from "./rows/score.js";
import { serveRowRows } from "./rows/serve-rows.js";
import { serveRows } from "./rows/serve-riesgo.js";
import { softmaxRows } from "./rows/softmax.js";
import { startRows } from "./rows/start.js";
import { traceRows } from "./rows/traces.js";
import { trainPolarsRows } from "./rows/train-polars.js";
import { trainRows } from "./rows/train-riesgo.js";
import { vihRows } from "./rows/vih.js";

const benches: Readonly<Record<string, (bench: Workbench) => Promise<Row[]>>> = {
  train: trainRows,
  whole: trainPolarsRows,
  read: readDuckdbRows,
  commands: commandRows,
  "first-start": firstStartRows,
  database: databaseRows,
  fit: fitRows,
  softmax: softmaxRows,
  linear: linearRows,
  forest: forestRows,
  boosting: boostingRows,
  tables: boostingTableRows,
  vih: vihRows,
  peliculas: peliculasRows,
  reasons: reasonRows,
  onnx: onnxRows,
  serve: serveRows,
  rows: serveRowRows,
  post: postRows,
  pairs: pairRows,
  challenger: challengerRows,
  console: consoleRows,
  batch: batchRows,
  batches: batchesRows,
  score: scoreRows,
  memory: memoryRows,
  start: startRows,
  records: recordRows,
  recording: recordingRows,
  traces: traceRows,
  decisions: decisionRows,
  monitor: monitorRows,
};

const program = new Command("npm run bench --")
  .description(
    "Measures Despliega against its peers on this machine and prints a Markdown table. ACTG175 in the environment names " +
      "the table of the study for the row vih; without it, that row takes the sample.",
  )
  .addArgument(new Argument("[row...]", "by default all").choices(Object.keys(benches)))
  .option("--users <n>", "users in the generated data at 1×", wholeNumber, 36_457)
  .option(
    "--against <dir>",
    "for the row pairs: a built tree of the project, whose api is compared",
  );

const main = async (): Promise<number> => {
  const { users, against } = program.opts<Pick<Workbench, "users" | "against">>();
  if (users < 1) program.error("--users must be at least 1");
  const names = program.args.length === 0 ? Object.keys(benches) : program.args;
  const bench = await openWorkbench({ users, against }, (line) => console.error(line));
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

await runTool(program, main);
