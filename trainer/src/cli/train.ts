import type { Command } from "commander";

import type { AddCommand, CommandContext } from "./command.js";
import { modelNamed } from "../model/catalogue.js";
import { requireUsable } from "../model/require-usable.js";
import { heedVerdict } from "../pipeline/heed-verdict.js";
import { readImportedFile } from "../pipeline/imported-file.js";
import { searchable } from "../pipeline/search-for.js";
import { recorded } from "./recorded.js";
import { train, type TrainOptions } from "../pipeline/train.js";
import { examples } from "./examples.js";
import { dayOf, reasonOf } from "./arguments.js";
import { inputPlacesOf } from "./places.js";
import { followTrained, judgedBy, tellTrained } from "./tell-trained.js";
import { trainAll } from "./train-all.js";
import { reasonsOf, trainOptions, type TrainArguments } from "./train-options.js";
import { stageProblem, trainToFiles, type StageArguments } from "./train-to-files.js";
import { KEYS_OPTIONAL, KEYS_OPTIONAL_TEXT } from "./stage.js";

interface Options extends TrainArguments, StageArguments {
  readonly all: boolean;
  readonly missing: boolean;
}

/** `train <model>`, or `train --all`: makes a release from the history. */
export const trainCommand: AddCommand = (program, context, exitWith) => {
  trainOptions(
    program
      .command("train [model]")
      .description(
        "learn from the history, publish a release, and promote it if it passes its promotion checks",
      )
      .addHelpText(
        "after",
        examples(
          "train riesgo",
          "train riesgo --input data/riesgo/loans.csv --as-of 2026-01-31",
          "train riesgo --input 'postgres://reader@localhost/bank?table=loans&key=loan_id'",
          "train --all",
          "train --all --missing",
          "train riesgo --prepared prepared --out trained",
        ),
      ),
  )
    .option(
      "--all",
      "train every model that is not sensitive, one after the other, instead of one model",
      false,
    )
    .option("--missing", "with --all: train only models without a champion", false)
    .option(
      "--prepared <directory>",
      "learn from what prepare wrote there instead of a history, and publish nothing; needs --out",
    )
    .option(
      "--out <directory>",
      "with --prepared: write every part of the release there; an earlier result in it is replaced",
    )
    .option(KEYS_OPTIONAL, `with --prepared: ${KEYS_OPTIONAL_TEXT}`, false)
    .action(async (name: string | undefined, options: Options, command: Command) => {
      if ((name === undefined) !== options.all)
        command.error("error: name one model, or give --all instead");
      if (options.missing && !options.all) command.error("error: --missing belongs to --all");
      if (options.all && options.input !== undefined)
        command.error("error: --input belongs to one model: name it instead of --all");
      const problem = stageProblem(options);
      if (problem !== undefined) command.error(`error: ${problem}`);
      const { prepared, out, keysOptional } = options;
      if (name !== undefined && prepared !== undefined && out !== undefined)
        return trainToFiles(context, name, { prepared, out, keysOptional });
      const one = (model: string) => trainAndTell(context, model, options);
      exitWith(await (name === undefined ? trainAll(context, options.missing, one) : one(name)));
    });
};

/** Where the model of a release comes from. Default: its estimators are fitted as they are. */
export interface Origin {
  readonly tune?: TrainOptions["tune"];
  /** A file in the format ONNX. */
  readonly onnx?: string | undefined;
}

const verbOf = ({ tune, onnx }: Origin): string =>
  onnx === undefined ? (tune === undefined ? "train" : "tune") : "import";

/** Trains or imports, and reports the result. @returns the exit code */
export const trainAndTell = async (
  context: CommandContext,
  name: string,
  { input = [], asOf: day, acceptLeak: leak, ...given }: TrainArguments,
  { tune, onnx }: Origin = {},
): Promise<number> => {
  const { settings, progress, now } = context;
  const model = modelNamed(name, settings);
  const inputs = inputPlacesOf(model, input, settings);
  if (tune !== undefined) searchable(model);
  await requireUsable(model);
  const asOf = day === undefined ? undefined : dayOf("--as-of", day);
  const { consent, relaxed, acceptFault, why } = reasonsOf(given);
  const acceptLeak = leak === undefined ? undefined : reasonOf("--accept-leak", leak);
  const imported = onnx === undefined ? undefined : await readImportedFile(onnx, model);
  const options = { inputs, asOf, tune, imported, consent, relaxed, acceptLeak };
  const accepted = { consent, relaxed, acceptLeak, acceptFault };
  const places = { given: [...inputs.keys()], asOf };
  const parameters = { ...places, ...accepted, ...tune, imported: imported?.sha256 };
  const run = { verb: verbOf({ tune, onnx }), model: name, parameters };
  const trained = await recorded(context, run, async (store, note, reach) => {
    const { tables, run: id } = reach;
    const judged = judgedBy(reach);
    const dependencies = { store, tables, settings, progress, now, note, run: id, judged };
    const cause = await heedVerdict(name, { why, acceptFault }, { store, progress, note });
    return followTrained(await train(model, { ...options, why: cause }, dependencies), note, reach);
  });
  return tellTrained(context, trained, consent);
};
