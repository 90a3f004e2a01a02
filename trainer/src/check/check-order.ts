import type { ObservationTable } from "../estimators/observation-table.js";
import { identifier } from "../engine/sql.js";
import { compareObservations, type Comparison } from "./comparison.js";
import { count, type Finding } from "./finding.js";
import type { Trial } from "./trial.js";

const check = "order";

/** Finds features that depend on the order of the rows of the inputs, or that differ from run to run. */
export const checkOrder = async (trial: Trial): Promise<readonly Finding[]> => {
  const { engine, model, world, base } = trial;
  const found: Comparison[] = [];
  for (const order of ["reversed", "shuffled"] as const) {
    const variants = world.inputs.map(
      ({ definition, variants: of }) => [definition.dataset, of[order]] as const,
    );
    const after = await world.observe(new Map(variants));
    if (readsPlace(model.sql)) return [await comparePlaces(trial, after)];
    found.push(await compareObservations(engine, model, base, after));
  }
  return orderFindings(check, "in another order of rows", found);
};

/** Findings about features that differ without any change of a value: of several comparisons, those of the first. */
export const orderFindings = (
  name: string,
  when: string,
  found: readonly Comparison[],
): readonly Finding[] => {
  const { observations: all, ...worst } =
    found.find(({ moved }) => moved.length > 0) ??
    found.find(({ rounded }) => rounded.length > 0) ??
    found[0]!;
  const findings = [
    ...worst.moved.map(({ name: feature, observations }): Finding => ({
      check: name,
      verdict: "fails",
      text: `${feature} differs in ${count(observations)} of ${count(all)} observations ${when}: order what it is taken from`,
    })),
    ...worst.rounded.map(({ name: feature, observations }): Finding => ({
      check: name,
      verdict: "warns",
      text: `${feature} differs in its last digits in ${count(observations)} of ${count(all)} observations ${when}: sum columns of type decimal`,
    })),
  ];
  if (findings.length > 0) return findings;
  return [
    {
      check: name,
      verdict: "ok",
      text: `${count(all)} observations have the same features ${when}`,
    },
  ];
};

/** Whether a statement reads the places of rows, which another order changes. */
const readsPlace = (sql: string): boolean =>
  /\browid\b/i.test(sql.replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, ""));

/** Compares without keys, which the places of rows may be. */
const comparePlaces = async (
  { engine, model, base }: Trial,
  after: ObservationTable,
): Promise<Finding> => {
  const columns = ["entity", "observed_at", "label", ...model.features.map(({ name }) => name)]
    .map(identifier)
    .join(", ");
  const { differing } = await engine.row<{ differing: number }>(`
    SELECT count(*) AS differing
    FROM (SELECT ${columns} FROM ${base.name} EXCEPT ALL SELECT ${columns} FROM ${after.name})`);
  const { all } = await engine.row<{ all: number }>(`SELECT count(*) AS "all" FROM ${base.name}`);
  return {
    check,
    verdict: differing === 0 ? "ok" : "warns",
    text:
      differing === 0
        ? `${count(all)} observations have the same features in another order of rows`
        : `${count(differing)} of ${count(all)} observations differ in another order of rows, whose places features.sql reads`,
  };
};
