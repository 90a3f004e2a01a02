import type { Row } from "./lib/row.js";
import type { Workbench } from "./lib/workbench.js";
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
import { sparkRows } from "./rows/spark.js";
import { softmaxRows } from "./rows/softmax.js";
import { startRows } from "./rows/start.js";
import { traceRows } from "./rows/traces.js";
import { trainPolarsRows } from "./rows/train-polars.js";
import { trainRows } from "./rows/train-riesgo.js";
import { vihRows } from "./rows/vih.js";

/** What is measured together: rows about one thing. */
export interface Part {
  /** As it is called on the command line. */
  readonly name: string;
  readonly title: string;
  /** What each side does. */
  readonly says: string;
  /** `table`: one run measures all of these. `more`: measured when named, or with `--all`. */
  readonly extent: "table" | "more";
  /** Whether `--quick` measures it, in fewer rounds. */
  readonly quick: boolean;
  readonly rows: (bench: Workbench) => Promise<Row[]>;
}

/** The parts, in the order of the page. */
export const PARTS: readonly Part[] = [
  {
    name: "train",
    title: "`train riesgo` beside the seed's pipeline",
    says: "Ours checks, quarantines, trains, evaluates, reports and publishes to a store. The seed's pipeline writes its CSV and its model to files.",
    extent: "table",
    quick: false,
    rows: trainRows,
  },
  {
    name: "whole",
    title: "`train riesgo` whole, beside polars and scikit-learn",
    says: "Both sides read the same loans, and write the same two tables, a model, metrics and hashes. Ours also checks every row and every rule of the features, looks for leaks, finds intervals of every metric, and writes a report, golden rows, a reference and a model in the format ONNX. The script does none of this, and its sums are not exact. Neither keeps the input a second time, which a training into a store does.",
    extent: "table",
    quick: false,
    rows: trainPolarsRows,
  },
  {
    name: "read",
    title: "Reading, checks and features, beside DuckDB alone",
    says: "The CPU of the tables alone, in the process. Ours checks every cell. DuckDB reads, computes the features and writes the CSV, and checks nothing.",
    extent: "table",
    quick: false,
    rows: readDuckdbRows,
  },
  {
    name: "fit",
    title: "The logistic fit",
    says: "Both sides fit one matrix in memory, with the same ridge. Ours also computes standard errors by Newton's method, and its sums have the same bits for any number of threads.",
    extent: "table",
    quick: false,
    rows: fitRows,
  },
  {
    name: "linear",
    title: "The linear fit",
    says: "Both sides fit one table in memory. Ours also computes standard errors, refuses collinear features, and its sums have the same bits for any number of threads.",
    extent: "table",
    quick: true,
    rows: linearRows,
  },
  {
    name: "forest",
    title: "Random forests",
    says: "Both sides fit with one thread. Ours answers row by row, scikit-learn in one batch.",
    extent: "table",
    quick: true,
    rows: forestRows,
  },
  {
    name: "boosting",
    title: "Gradient boosting",
    says: "Both sides fit 100 trees of 31 leaves with one thread. Ours answers row by row, scikit-learn in one batch.",
    extent: "table",
    quick: true,
    rows: boostingRows,
  },
  {
    name: "serve",
    title: "GET by key",
    says: "Ours asks for a key, counts requests, sends headers of security and writes a line per request. Bare `node:http` sends the same bytes and does nothing else. FastAPI asks for a key and writes a line.",
    extent: "table",
    quick: false,
    rows: serveRows,
  },
  {
    name: "post",
    title: "POST of one row, beside a bare server",
    says: "Ours asks for a key, checks the row, counts requests, sends headers of security and writes a line per request. Bare `node:http` reads the body and sends the same bytes.",
    extent: "table",
    quick: true,
    rows: postRows,
  },
  {
    name: "rows",
    title: "POST of one row, and memory, beside the servers of the field",
    says: "All serve the same model. Ours asks for a key, checks the row, counts requests and writes a line per request. FastAPI asks for a key, checks types and writes a line. BentoML writes a line. MLServer and MLflow check shapes.",
    extent: "table",
    quick: false,
    rows: serveRowRows,
  },
  {
    name: "batches",
    title: "Batches of 100,000 rows",
    says: "All serve the same model and answer every row. Ours checks every value against the model's signature. FastAPI and MLServer check that values are numbers. MLServer takes binary tensors by gRPC alone, and answers the probabilities of both classes, where ours answers one. No peer has more than one thread for products of matrices.",
    extent: "table",
    quick: true,
    rows: batchesRows,
  },
  {
    name: "commands",
    title: "Commands",
    says: "The peers print their help and open no store.",
    extent: "table",
    quick: false,
    rows: commandRows,
  },
  {
    name: "first-start",
    title: "The first start",
    says: "The run starts without a store and ends with the answers to both urls.",
    extent: "table",
    quick: false,
    rows: firstStartRows,
  },
  {
    name: "memory",
    title: "Memory of the trainer",
    says: "The same training at ten times the rows, against itself.",
    extent: "table",
    quick: false,
    rows: memoryRows,
  },
  {
    name: "spark",
    title: "Spark beside DuckDB",
    says: "A Spark of two workers of one core each, with its server, on the same machine. Its CPU is that of all of it and of the trainer. Beyond half a million loans the training table is Parquet. DuckDB may hold 500 MB before it spills. [Clusters for Spark](spark-clusters.md#on-paper) has the way to a billion.",
    extent: "more",
    quick: false,
    rows: sparkRows,
  },
  {
    name: "batch",
    title: "GET while batches are scored",
    says: "The same api with and without batches beside the GET.",
    extent: "more",
    quick: false,
    rows: batchRows,
  },
  {
    name: "tables",
    title: "Gradient boosting of tables with categories",
    says: "Both sides fit 100 trees per class with one thread.",
    extent: "more",
    quick: false,
    rows: boostingTableRows,
  },
  {
    name: "softmax",
    title: "Logistic regression of several classes",
    says: "Ours also computes standard errors; scikit-learn's fit has none and stops sooner.",
    extent: "more",
    quick: false,
    rows: softmaxRows,
  },
  {
    name: "vih",
    title: "Quality of `vih`",
    says: "Means of five splits of ACTG-175, whose table is not in the repository.",
    extent: "more",
    quick: false,
    rows: vihRows,
  },
  {
    name: "peliculas",
    title: "Quality of `peliculas`",
    says: "Means of five splits of its sample.",
    extent: "more",
    quick: false,
    rows: peliculasRows,
  },
  {
    name: "reasons",
    title: "Contributions of features",
    says: "Ours explains row by row; shap explains one batch.",
    extent: "more",
    quick: false,
    rows: reasonRows,
  },
  {
    name: "onnx",
    title: "Imported files",
    says: "The same file, compiled to our trees and run by onnxruntime.",
    extent: "more",
    quick: false,
    rows: onnxRows,
  },
  {
    name: "score",
    title: "`despliega score`",
    says: "Each row is checked and written. SQL is not used for logistic and linear models, because the exponential of the engine may differ from that of the api in the last bit.",
    extent: "more",
    quick: false,
    rows: scoreRows,
  },
  {
    name: "start",
    title: "Start of the api",
    says: "From spawn to ready, every part of the release checked against its hash.",
    extent: "more",
    quick: false,
    rows: startRows,
  },
  {
    name: "database",
    title: "Inputs from PostgreSQL",
    says: "The client, the server and the store share the machine. PostgreSQL took about 2.3 s of CPU for each copy, the trainer 0.6 s.",
    extent: "more",
    quick: false,
    rows: databaseRows,
  },
  {
    name: "records",
    title: "Records of runs",
    says: "What a record adds to a command.",
    extent: "more",
    quick: false,
    rows: recordRows,
  },
  {
    name: "recording",
    title: "Recorded answers",
    says: "The same api with and without recording. A thread of its own writes the lines, on a core that clients and Azurite use too. The thread that answers packs an answer in 0.1 to 0.2 µs. The recording thread takes 30 to 60 MB of memory.",
    extent: "more",
    quick: false,
    rows: recordingRows,
  },
  {
    name: "decisions",
    title: "Decisions",
    says: "Each answer is encrypted and kept before it is given. Many answers go out in one append, and the time of one append to Azurite's disk is what remains.",
    extent: "more",
    quick: false,
    rows: decisionRows,
  },
  {
    name: "challenger",
    title: "Challengers",
    says: "The same api with and without a challenger.",
    extent: "more",
    quick: false,
    rows: challengerRows,
  },
  {
    name: "traces",
    title: "Traces",
    says: "The same api with and without traces. Node.js 20 notes for every promise to which request it belongs, so that the share of traces hardly matters. Node.js 24, which the images run, does that with next to no CPU: 305 µs without traces, 327 µs with a tenth of them and 360 µs with all, on a busy machine.",
    extent: "more",
    quick: false,
    rows: traceRows,
  },
  {
    name: "monitor",
    title: "The look at answers",
    says: "One process reads every recorded answer of two windows. Its engine may use 400 MB.",
    extent: "more",
    quick: false,
    rows: monitorRows,
  },
  {
    name: "console",
    title: "The console",
    says: "",
    extent: "more",
    quick: false,
    rows: consoleRows,
  },
  {
    name: "pairs",
    title: "Against another tree",
    says: "CPU of a request to the api of this tree and of another one, each with every answer recorded, in 60 interleaved pairs of 2,000 requests. Both apis run on one core, the client on the other. The target is 1.05× of the tree before the api was held under hostile load.",
    extent: "more",
    quick: false,
    rows: pairRows,
  },
];
