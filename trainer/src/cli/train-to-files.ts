import { modelNamed } from "../model/catalogue.js";
import { trainStage } from "../pipeline/stages/train-stage.js";
import type { CommandContext } from "./command.js";
import { isLeftOut, unpublished } from "./stage.js";
import type { TrainArguments } from "./train-options.js";

/** Options of a training that ends at files. */
export interface StageArguments {
  readonly prepared?: string;
  readonly out?: string;
  readonly keysOptional: boolean;
}

/** Why options of `train` do not go together; undefined where they do. */
export const stageProblem = ({
  prepared,
  out,
  keysOptional,
  ...others
}: StageArguments & TrainArguments & { readonly all: boolean }): string | undefined => {
  if ((prepared === undefined) !== (out === undefined)) return "--prepared and --out go together";
  if (prepared === undefined)
    return keysOptional ? "--keys-optional belongs to --prepared" : undefined;
  if (others.all) return "--prepared belongs to one model: name it instead of --all";
  const other = Object.entries({
    "--input": others.input,
    "--as-of": others.asOf,
    "--accept-leak": others.acceptLeak,
    "--accept-uncompared": others.acceptUncompared,
  }).find(([, value]) => value !== undefined);
  return other && `${other[0]} belongs to prepare or publish, not to --prepared`;
};

/** Learns from prepared observations into a directory, and reports the result. */
export const trainToFiles = async (
  context: CommandContext,
  name: string,
  { prepared, out, keysOptional }: Required<StageArguments>,
): Promise<void> => {
  const { settings, progress } = context;
  const model = modelNamed(name, settings);
  if (await isLeftOut(context, model, keysOptional, out)) return;
  const run = { verb: "train", model: name, parameters: {} };
  const { metrics, estimator } = await unpublished(context, model, run, false, () =>
    trainStage(model, { prepared, out }, { settings, progress }),
  );
  progress.result(`Trained ${name} in ${out}; nothing is published.`, {
    ...{ model: name, out, estimator, metrics },
  });
};
