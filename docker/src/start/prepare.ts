import { defineError, readChampion, type BlobStore, type DespliegaError } from "@despliega/storage";
import { ModelInvalid } from "@despliega/trainer/errors/errors.js";
import { isExample } from "@despliega/trainer/model/catalogue.js";
import { requireUsable } from "@despliega/trainer/model/require-usable.js";

import { offerInput } from "./input.js";
import type { LocalModels, Model } from "./models.js";
import type { Stop } from "./stop.js";
import { trainUnlessThere, TrainingFailed } from "./train.js";
import { say } from "./say.js";

/** A model has neither a release nor an input to learn from. */
export const SampleMissing = defineError<{ model: string; file: string }>(
  "SAMPLE_MISSING",
  ({ model, file }) =>
    `${file} is not there, so there is nothing to learn from: put a file there, or run \`despliega train ${model} --input FILE\``,
);

/** Every model was left out. */
export const NothingToServe = defineError(
  "NOTHING_TO_SERVE",
  () => "No model can be served: fix what the lines above say about those that are left out",
);

/**
 * Trains the models that have no release yet; one that cannot be trained is printed and left out, and the others go on.
 * Examples without their samples share a line.
 *
 * @returns the models that can be served
 * @throws `NOTHING_TO_SERVE` when that is none
 */
export const prepare = async (
  store: BlobStore,
  { open, sensitive, leftOut }: LocalModels,
  environment: NodeJS.ProcessEnv,
  stop: Stop,
): Promise<LocalModels> => {
  const lacking: string[] = [];
  const isReady = async (model: Model): Promise<boolean> => {
    try {
      await requireTrainable(store, model);
      await trainUnlessThere(store, model.name, environment, stop);
      return true;
    } catch (error) {
      if (stop.requested || !isItsOwn(error)) throw error;
      if (error instanceof SampleMissing && isExample(model)) lacking.push(model.name);
      else say(`Left out   ${model.name}, as ${error.message}`);
      return false;
    }
  };
  const ready = async (models: readonly Model[]): Promise<readonly Model[]> => {
    const kept: Model[] = [];
    for (const model of models) if (await isReady(model)) kept.push(model);
    return kept;
  };
  for (const { name, reason } of leftOut) say(`Left out   ${name}, ${reason}`);
  const served = { open: await ready(open), sensitive: await ready(sensitive), leftOut };
  if (lacking.length > 0)
    say(`Left out   ${lacking.join(", ")}: examples, whose samples are not in data/`);
  if (served.open.length + served.sensitive.length === 0) throw new NothingToServe({});
  return served;
};

/** Whether an error is about one model only. */
const isItsOwn = (error: unknown): error is DespliegaError =>
  [ModelInvalid, SampleMissing, TrainingFailed].some((kind) => error instanceof kind);

const requireTrainable = async (store: BlobStore, model: Model): Promise<void> => {
  const [file] = await offerInput(store, model);
  const { champion } = await readChampion(store, model.name);
  if (champion !== undefined) return;
  await requireUsable(model);
  if (file !== undefined) throw new SampleMissing({ model: model.name, file });
};
