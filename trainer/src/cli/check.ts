import { memoryBlobStore, type BlobStore } from "@despliega/storage";

import type { Finding } from "../check/finding.js";
import { OptionInvalid } from "../errors/errors.js";
import { modelNamed } from "../model/catalogue.js";
import { check } from "../pipeline/check.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { collected, countOf, dayOf } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { EXIT } from "./exit-codes.js";
import { inputPlacesOf } from "./places.js";
import { withStore } from "./store.js";

interface Options {
  readonly input?: readonly string[];
  readonly asOf?: string;
  readonly rows: string;
  readonly engine?: string;
}

/** `check <model>`: tests the SQL of a model before it is trusted. */
export const checkCommand: AddCommand = (program, { settings, progress, now }, exitWith) => {
  program
    .command("check <model>")
    .description(
      "test features.sql: its tests.yaml, no look into the future or at the label, one row for each observation, the same in any order",
    )
    .option(
      "--input <place>",
      "a file or a postgres:// url to check on instead of the model's own input; dataset=FILE, once per data set, for a model with several",
      collected,
    )
    .option("--as-of <date>", "the cut-off (default: that of a training)")
    .option("--rows <count>", "most rows of the inputs to look at, the oldest of them", "200000")
    .option(
      "--engine <engine>",
      "spark, or spark://host:port: name words that Spark does not take, and compare features on a cluster",
    )
    .addHelpText(
      "after",
      examples(
        "check riesgo --input data/riesgo/loans.csv",
        "check peliculas --input films.csv=data/peliculas/films.csv --input finances.csv=data/peliculas/finances.csv --input openings.csv=data/peliculas/openings.csv",
        "check riesgo --as-of 2026-01-31 --rows 1000000",
        "check riesgo --engine spark",
        "check riesgo --input data/riesgo/loans.csv --engine spark://localhost:10000",
      ),
    )
    .addHelpText(
      "after",
      `
It changes, removes and adds rows in copies of the inputs, runs features.sql again and names the features that move.
A line that fails ends it with 1; one that warns may be right. Nothing is published.`,
    )
    .action(async (name: string, { input = [], asOf, rows, engine }: Options) => {
      const model = modelNamed(name, settings);
      const options = {
        inputs: inputPlacesOf(model, input, settings),
        asOf: asOf === undefined ? undefined : dayOf("--as-of", asOf),
        rows: countOf("--rows", rows, 1),
        spark: engine === undefined ? undefined : sparkFor(engine, settings),
      };
      const work = (store: BlobStore) => check(model, options, { store, settings, progress, now });
      const given = model.inputs.every(
        ({ dataset, source }) => source !== undefined || options.inputs.has(dataset),
      );
      const findings = await (given ? work(memoryBlobStore()) : withStore(settings, work));
      for (const finding of findings) progress.row(() => lineOf(finding), { ...finding });
      const failed = findings.filter(({ verdict }) => verdict === "fails").length;
      const summary =
        failed === 0 ? "no check fails" : failed === 1 ? "1 line fails" : `${failed} lines fail`;
      progress.result(`${name}: ${summary}.`, { model: name, failed });
      exitWith(failed === 0 ? EXIT.done : EXIT.failed);
    });
};

/** @throws `OPTION_INVALID` */
const sparkFor = (
  engine: string,
  { spark, sparkAt }: TrainerSettings,
): NonNullable<TrainerSettings["spark"]> | "any" => {
  if (engine === "spark") return spark ?? "any";
  const place = sparkAt(engine);
  if (place !== undefined) return place;
  const problem =
    "must be spark, spark://HOST:PORT of a Thrift server, or databricks://HOST/WAREHOUSE";
  throw new OptionInvalid({ option: "--engine", problem });
};

const lineOf = ({ check: name, verdict, text }: Finding): string =>
  `  ${verdict.padEnd(7)}  ${name.padEnd(7)}  ${text}`;
