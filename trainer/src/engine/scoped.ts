import type { Engine } from "./engine.js";
import type { Relation } from "./relation.js";

/** Says of a relation that it outlives the work that made it. */
export type Keep = <Made extends Relation>(relation: Made) => Made;

/**
 * Runs work and drops afterwards every relation that the work made and did not keep, also when the work fails.
 *
 * @param work makes its relations by the engine that it is given
 */
export const scoped = async <Result>(
  engine: Engine,
  work: (engine: Engine, keep: Keep) => Promise<Result>,
): Promise<Result> => {
  const made = new Set<Relation>();
  const noted = async <Made extends Relation>(making: Promise<Made>): Promise<Made> => {
    const relation = await making;
    made.add(relation);
    return relation;
  };
  const inner: Engine = {
    ...engine,
    table: (select, name) => noted(engine.table(select, name)),
    view: (select) => noted(engine.view(select)),
    readTable: (file, name) => noted(engine.readTable(file, name)),
    tableOf: (columns) => noted(engine.tableOf(columns)),
  };
  const keep: Keep = (relation) => {
    made.delete(relation);
    return relation;
  };
  let result: Result;
  try {
    result = await work(inner, keep);
  } catch (error) {
    // The first error is the one to tell. A closed engine cannot drop either.
    await engine.drop(...made).catch(() => {});
    throw error;
  }
  await engine.drop(...made);
  return result;
};
