import { compareObservations } from "./comparison.js";
import { count, type Finding } from "./finding.js";
import { triedOut, type Trial } from "./trial.js";
import type { WorldInput } from "./world.js";

const check = "others";

/**
 * Finds features that depend on rows of other observations, such as a mean over the whole table: who asks with one row
 * cannot know them. Half of the rows of an input are removed where that removes observations.
 */
export const checkOtherRows = async (
  trial: Trial,
  unsteady: ReadonlySet<string>,
): Promise<readonly Finding[]> => {
  if (trial.model.serving.by !== "row" || trial.world.asOf !== null) return [];
  const found = new Map<string, number>();
  let compared = 0;
  for (const input of trial.world.inputs) {
    const comparison = await triedOut(() => withoutHalf(trial, input));
    if (comparison === undefined) continue;
    compared = Math.max(compared, comparison.observations);
    for (const { name, observations } of comparison.moved)
      if (!unsteady.has(name)) found.set(name, Math.max(found.get(name) ?? 0, observations));
  }
  if (found.size > 0)
    return [...found].map(([name, observations]) => ({
      check,
      verdict: "warns",
      text: `${name} depends on other rows, in ${count(observations)} of ${count(compared)} observations: a request with one row cannot reproduce it`,
    }));
  if (compared === 0) return [];
  return [
    {
      check,
      verdict: "ok",
      text: `${count(compared)} observations keep their features when rows of others are removed`,
    },
  ];
};

/** Nothing is compared where no observation went: the input adds to observations of others. */
const withoutHalf = async ({ engine, model, world, base }: Trial, input: WorldInput) => {
  const after = await world.observe(
    new Map([[input.definition.dataset, input.variants.remaining(2)]]),
  );
  const found = await compareObservations(engine, model, base, after);
  const { all } = await engine.row<{ all: number }>(`SELECT count(*) AS "all" FROM ${base.name}`);
  await engine.drop(after);
  return found.observations < all ? found : { ...found, observations: 0, moved: [] };
};
