import { DespliegaError, readChampion } from "@despliega/storage";

import type { CommandContext } from "./command.js";
import { exitCodeOf } from "./exit-code-of.js";
import { EXIT } from "./exit-codes.js";
import { InputMissing } from "../errors/errors.js";
import { isExample, readCatalogue } from "../model/catalogue.js";
import type { ModelDefinition } from "../model/model.js";
import { tellBroken } from "./models.js";
import { withStore } from "./store.js";

/**
 * Trains every open model, one after the other. A model that fails is reported on standard error and stops no other.
 * Sensitive models are skipped with a notice: each needs keys of its own and is trained by its name. So are examples
 * without input, which a user with models of their own does not need.
 *
 * @param missing leaves out the models that have a champion
 * @param one trains the model of that name and returns its exit code
 * @returns 1 when a model failed or cannot be used, else the highest exit code of a model
 */
export const trainAll = async (
  { settings, progress }: Pick<CommandContext, "settings" | "progress">,
  missing: boolean,
  one: (name: string) => Promise<number>,
): Promise<number> => {
  const catalogue = readCatalogue(settings);
  const codes: number[] = catalogue.broken.map(() => EXIT.failed);
  tellBroken(catalogue);
  const lacking: string[] = [];
  for (const model of catalogue.models) {
    const { name, privacy } = model;
    if (privacy === "sensitive")
      progress.notice(
        `${name} is left out, as it is about people: run \`despliega train ${name}\` with its keys`,
      );
    else
      codes.push(
        await codeOf(model, lacking, async () => {
          const version = missing ? await championOf(name, settings) : undefined;
          if (version === undefined) return one(name);
          progress.notice(`${name} is left out, as ${version} is its champion already`);
          return EXIT.done;
        }),
      );
  }
  if (lacking.length > 0)
    progress.notice(`examples without their samples are left out: ${lacking.join(", ")}`);
  return codes.includes(EXIT.failed) ? EXIT.failed : Math.max(EXIT.done, ...codes);
};

const championOf = (
  name: string,
  settings: CommandContext["settings"],
): Promise<string | undefined> =>
  withStore(settings, async (store) => (await readChampion(store, name)).champion?.version);

const codeOf = async (
  model: ModelDefinition,
  lacking: string[],
  run: () => Promise<number>,
): Promise<number> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    if (error instanceof InputMissing && isExample(model)) {
      lacking.push(model.name);
      return EXIT.done;
    }
    process.stderr.write(`${model.name}: ${error.code}: ${error.message}\n`);
    return exitCodeOf(error);
  }
};
