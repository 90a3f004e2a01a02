import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { RemoteFiles } from "../engine/remote-files.js";
import { EngineUnfit } from "../errors/errors.js";
import type { ModelDefinition } from "../model/model.js";
import type { InputFile } from "../sources/input-file.js";
import { placesOf, type InputPlace } from "../sources/place.js";
import type { Progress } from "./progress.js";
import type { TrainerSettings } from "./settings.js";

/**
 * Measures the inputs of a model where the engine reads them. A path is one that all machines of the engine share.
 *
 * @param given places by data set, instead of those of the model
 * @throws `ENGINE_UNFIT` for an input in a database or in the container, and what measuring throws
 */
export const measureInputs = (
  model: ModelDefinition,
  given: ReadonlyMap<string, InputPlace>,
  files: RemoteFiles,
  {
    settings,
    progress,
  }: { readonly settings: Pick<TrainerSettings, "databases">; readonly progress: Progress },
): Promise<readonly InputFile[]> => {
  const places = placesOf(model, given, settings.databases);
  return progress.step(
    "input",
    async () => {
      const found: InputFile[] = [];
      for (const { dataset } of model.inputs) {
        const url = urlOf(dataset, places.get(dataset));
        found.push({
          dataset,
          file: url,
          source: "files of the engine",
          ...(await files.measure(url)),
        });
      }
      return found;
    },
    (found) => ({ bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) }),
  );
};

const urlOf = (dataset: string, place: InputPlace | undefined): string => {
  if (typeof place === "string")
    return /^[a-z][a-z\d+.-]*:/iu.test(place) ? place : pathToFileURL(resolve(place)).href;
  throw new EngineUnfit({
    what: `${dataset} comes from ${place === undefined ? "the container" : "a database"}, which the cluster does not read`,
    cure: `name its files by --input ${dataset}=URL, as in abfss://container@account.dfs.core.windows.net/${dataset}`,
  });
};
