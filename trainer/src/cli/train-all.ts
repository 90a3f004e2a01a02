import { DespliegaError, readChampion } from "@despliega/storage";

import type { CommandContext } from "./command.js";
import { EXIT, exitCodeOf } from "./exit-codes.js";
import { readCatalogue } from "../model/catalogue.js";
import { tellBroken } from "./models.js";
import { withStore } from "./store.js";

/**
 * Trains every open model, one after the other. A model that fails is reported on standard error and stops no other.
 * Sensitive models are skipped with a notice: each needs keys of its own and is trained by its name.
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
  const catalogue = readCatalogue(settings.modelsDirectory);
  const codes: number[] = catalogue.broken.map(() => EXIT.failed);
  tellBroken(catalogue);
  for (const { name, privacy } of catalogue.models)
    if (privacy === "sensitive")
      progress.notice(
        `${name} is left out, as it is about people: run \`despliega train ${name}\` with its keys`,
      );
    else
      codes.push(
        await codeOf(name, async () => {
          const version = missing ? await championOf(name, settings) : undefined;
          if (version === undefined) return one(name);
          progress.notice(`${name} is left out, as ${version} is its champion already`);
          return EXIT.done;
        }),
      );
  return codes.includes(EXIT.failed) ? EXIT.failed : Math.max(EXIT.done, ...codes);
};

const championOf = (
  name: string,
  settings: CommandContext["settings"],
): Promise<string | undefined> =>
  withStore(settings, async (store) => (await readChampion(store, name)).champion?.version);

const codeOf = async (name: string, run: () => Promise<number>): Promise<number> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    process.stderr.write(`${name}: ${error.code}: ${error.message}\n`);
    return exitCodeOf(error);
  }
};
