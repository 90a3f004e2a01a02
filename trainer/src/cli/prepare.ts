import { modelNamed } from "../model/catalogue.js";
import { requireUsable } from "../model/require-usable.js";
import { prepareStage } from "../pipeline/stages/prepare-stage.js";
import { placesOf } from "../sources/place.js";
import { dayOf, reasonOf } from "./arguments.js";
import type { AddCommand, CommandContext } from "./command.js";
import { examples } from "./examples.js";
import { inputPlacesOf } from "./places.js";
import { isLeftOut, KEYS_OPTIONAL, KEYS_OPTIONAL_TEXT, unpublished } from "./stage.js";
import { inputOptions, type InputArguments } from "./train-options.js";

interface Options extends InputArguments {
  readonly out: string;
  readonly runDay?: string;
  readonly keysOptional: boolean;
}

/** `prepare <model>`: checks the rows of a history and makes its features. */
export const prepareCommand: AddCommand = (program, context) => {
  inputOptions(
    program
      .command("prepare <model>")
      .description(
        "check the rows of the history and make the features, as files; publishes nothing, and the same input and options give the same bytes",
      )
      .requiredOption(
        "--out <directory>",
        "the directory to write to; an earlier result in it is replaced",
      )
      .option(
        "--run-day <date>",
        "the day of the run, after which nothing can have happened (default: today, on record as the first day with the same result)",
      ),
  )
    .option(KEYS_OPTIONAL, KEYS_OPTIONAL_TEXT, false)
    .addHelpText(
      "after",
      examples(
        "prepare riesgo --input data/riesgo/loans.csv --out prepared",
        "prepare riesgo --input data/riesgo/loans.csv --as-of 2026-01-31 --out prepared",
      ),
    )
    .addHelpText(
      "after",
      "\nAfterwards: despliega train <model> --prepared <directory> --out <directory>.",
    )
    .action((name: string, options: Options) => prepareAndTell(context, name, options));
};

const prepareAndTell = async (
  context: CommandContext,
  name: string,
  { input = [], asOf: cutOff, runDay: day, acceptLeak: leak, out, keysOptional }: Options,
): Promise<void> => {
  const { settings, progress, now } = context;
  const model = modelNamed(name, settings);
  const inputs = inputPlacesOf(model, input, settings);
  const asOf = cutOff === undefined ? undefined : dayOf("--as-of", cutOff);
  const runDay = day === undefined ? undefined : dayOf("--run-day", day);
  const acceptLeak = leak === undefined ? undefined : reasonOf("--accept-leak", leak);
  await requireUsable(model);
  if (await isLeftOut(context, model, keysOptional, out)) return;
  const needsStore = placesOf(model, inputs, settings.databases).size < model.inputs.length;
  const parameters = { given: [...inputs.keys()], asOf, runDay, acceptLeak };
  const run = { verb: "prepare", model: name, parameters };
  const options = { inputs, asOf, runDay, acceptLeak, out };
  const {
    ingested,
    observations,
    runDay: settled,
  } = await unpublished(context, model, run, needsStore, (store, note) =>
    prepareStage(model, options, { store, settings, progress, now, note }),
  );
  const { read, kept } = ingested;
  const { labelled, serving } = observations.rows;
  progress.result(
    `Prepared ${name} in ${out}: ${labelled} observations to learn from and ${serving} to serve, of ${kept} rows.`,
    {
      ...{ model: name, out, read, kept, labelled, serving },
      ...{ run_day: settled, as_of: observations.asOf },
    },
  );
};
