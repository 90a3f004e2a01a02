import { forgetKey, keyOfText, keyWriter, SettingInvalid } from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import { readCatalogue } from "../model/catalogue.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { knownModel } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { withDecisions } from "./decision-store.js";
import { examples } from "./examples.js";
import { recorded } from "./recorded.js";

/** `forget <model> --key K`: deletes what was recorded of the answers about one key. */
export const forgetCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("forget <model>")
    .description(
      "delete the recorded answers about one key; decisions have an erasure of their own",
    )
    .requiredOption("--key <key>", "the key as in a url, its columns with / between them")
    .addHelpText("after", examples("forget riesgo --key 5008806"))
    .action(async (name: string, { key }: { readonly key: string }) => {
      const model = knownModel(name, settings).name;
      const keys = formsOf(model, key, settings);
      // The key stays off the record, which others may read than the answers.
      const run = { verb: "forget", model, parameters: {} };
      const { answers, blobs } = await recorded(context, run, async (_, note) => {
        const forgotten = await withDecisions(context, (store) => forgetKey(store, model, keys));
        note({ verdicts: [{ ...forgotten }] });
        return forgotten;
      });
      progress.result(
        `Deleted ${answers} recorded ${answers === 1 ? "answer" : "answers"} of ${model} about that key.`,
        { model, answers, blobs },
      );
    });
};

/** A key in every form in which answers may hold it. @throws `OPTION_INVALID`, `SETTING_INVALID` */
const formsOf = (model: string, text: string, settings: TrainerSettings): readonly string[] => {
  const key = keyOfText(text);
  if (key === undefined)
    throw new OptionInvalid({ option: "--key", problem: "must be a key as in a url" });
  const form = readCatalogue(settings).models.find((of) => of.name === model)?.recording?.key;
  const hashed = keyWriter(model, "hashed", settings.predictionKey);
  if (hashed === undefined && form !== "clear")
    throw new SettingInvalid({
      name: "DESPLIEGA_PREDICTION_KEY",
      problem: "is needed, since keys are recorded as hashes",
    });
  return [keyWriter(model, "clear", undefined)!(key), ...(hashed ? [hashed(key)] : [])];
};
