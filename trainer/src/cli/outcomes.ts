import {
  keyWriter,
  readManifest,
  requireChampion,
  SettingInvalid,
  type Manifest,
} from "@despliega/storage";

import { OutcomesInvalid } from "../errors/errors.js";
import { modelNamed } from "../model/catalogue.js";
import { secondsIn } from "../model/duration.js";
import { ownHistory } from "../pipeline/outcomes/own-history.js";
import { takeOutcomes, wrongText, type TakenOutcomes } from "../pipeline/outcomes/take-outcomes.js";
import { withRunEngine } from "../pipeline/run-engine.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { openInput } from "../sources/input-text.js";
import { inputFromPlace } from "../sources/input.js";
import { collected } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { inputPlacesOf, placeTyped } from "./places.js";
import { recorded } from "./recorded.js";

interface Options {
  readonly input?: string;
  readonly history?: readonly string[];
  readonly id: string;
  readonly time: string;
  readonly outcome?: string;
}

/** `outcomes <model>`: keeps what became of those whom the model answered about. */
export const outcomesCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
  program
    .command("outcomes <model>")
    .description(
      "keep what became of those whom a model answered about, so that `monitor` can measure it; without --input they are the labels of the model's own newest history",
    )
    .option(
      "--input <place>",
      "the outcomes, by the id of the answer or by key and time: a CSV or Parquet file, or a postgres:// url with table and key",
    )
    .option(
      "--history <place>",
      "a history instead of that of the model, as `train --input` takes it; repeatable",
      collected,
    )
    .option("--id <column>", "the column of the ids of answers", "prediction_id")
    .option("--time <column>", "the column of the day or time at which it happened", "at")
    .option("--outcome <column>", "the column of the outcomes (default: the label of the model)")
    .addHelpText(
      "after",
      examples(
        "outcomes riesgo",
        "outcomes riesgo --history loans.csv",
        "outcomes riesgo --input outcomes.csv --outcome status",
        "outcomes peliculas --input revenues.parquet --id answer --outcome revenue",
      ),
    )
    .action(async (name: string, options: Options) => {
      const model = modelNamed(name, settings);
      const { input, history = [], id, time, outcome = model.columns.label } = options;
      const places = inputPlacesOf(model, history, settings, "--history");
      const place = input === undefined ? undefined : placeTyped("--input", input, settings);
      const names = { id, time, outcome };
      const parameters = { from: place === undefined ? "history" : "input", ...names };
      const run = { verb: "outcomes", model: model.name, parameters };
      const taken = await recorded(context, run, (store, note) =>
        withRunEngine({ settings }, async (engine, directory) => {
          const champion = await requireChampion(store, model.name);
          const manifest = await readManifest(store, model.name, champion.version);
          requireOpen(manifest);
          const from =
            place === undefined
              ? await ownHistory(engine, model, places, names, {
                  ...{ store, settings, progress, directory, now },
                })
              : await fileOf(place, directory, settings);
          const found = await progress.step("outcomes", () =>
            takeOutcomes(store, from, {
              ...{ manifest, names, now: now() },
              keyOf: keyOf(manifest, settings, place === undefined),
              maturity: maturityOf(model.monitor?.maturity),
            }),
          );
          note({ version: manifest.version, verdicts: [found] });
          return found;
        }),
      );
      progress.result(textOf(model.name, taken), { model: model.name, ...taken });
    });
};

/** @throws `OUTCOMES_INVALID` for a model about people, whose answers are not recorded one by one */
const requireOpen = ({ model, privacy }: Manifest): void => {
  if (privacy === "sensitive")
    throw new OutcomesInvalid({
      file: model,
      problem:
        "is about people, whose answers are not recorded one by one, so that no outcome could be found for them",
      cure: "measure it on a new history by `despliega train`",
    });
};

const fileOf = async (
  place: Parameters<typeof inputFromPlace>[1],
  directory: string,
  { databaseLimits: limits }: TrainerSettings,
) => {
  const { file } = await inputFromPlace("outcomes", place, { directory, limits });
  const text = await openInput(file, {}, () => true, directory);
  return { file: text.file, chunks: text.chunks() };
};

/** @throws `SETTING_INVALID` where outcomes are by key and nothing hides keys */
const keyOf = (
  { model, serving, recording }: Manifest,
  { predictionKey }: TrainerSettings,
  needed: boolean,
) => {
  if (serving.by !== "key") return undefined;
  const write = keyWriter(model, recording?.key ?? "hashed", predictionKey);
  if (write !== undefined || !needed) return write;
  throw new SettingInvalid({
    name: "DESPLIEGA_PREDICTION_KEY",
    problem: "is needed, since outcomes of the history are found by the hashes of their keys",
  });
};

const maturityOf = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : secondsIn(duration) / 86_400;

const textOf = (model: string, taken: TakenOutcomes): string => {
  const told = [
    [taken.double, "were known already"],
    [taken.contradicting, "contradict another one, and then neither counts"],
    [taken.late, "came later than the maturity of the model says"],
  ].flatMap(([count, text]) => (count === 0 ? [] : [`${count} ${text}`]));
  const wrong = wrongText(taken.wrong);
  return `Kept ${taken.kept} of ${taken.read} outcomes of ${model}${[...told, ...(wrong === "" ? [] : [wrong])].map((text) => `; ${text}`).join("")}.`;
};
