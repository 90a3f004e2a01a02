import { join } from "node:path";

import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier } from "../engine/sql.js";
import { StatementRefused, ValueRefused } from "../errors/errors.js";
import type { ModelDefinition } from "../model/model.js";
import { readObservations, writeObservations } from "./check-threads.js";
import { compareObservations, type Comparison } from "./comparison.js";
import { count, type Finding } from "./finding.js";
import { PLACE, type InputCopy } from "./input-copy.js";
import { givenTable } from "./tests/given-table.js";
import type { Row } from "./tests/tests-schema.js";
import { withWorld } from "./world.js";

/** Most rows of the inputs that are sent to another engine, as texts in a statement. */
const MOST_SENT = 2_000;

const check = "spark";

/** What the comparison of two engines needs. */
export interface EngineTrial {
  /** The cut-off; null where nothing has a time. */
  readonly asOf: string | null;
  /** Where files can be written that the first engine reads. */
  readonly directory: string;
}

/**
 * Runs `features.sql` on another engine, on the oldest rows of the inputs, and compares the features with those of this one.
 *
 * @param tables of the inputs, in the order of the model
 */
export const checkEngines = (
  engine: Engine,
  other: Engine,
  model: ModelDefinition,
  tables: readonly Relation[],
  { asOf, directory }: EngineTrial,
): Promise<readonly Finding[]> =>
  withWorld(engine, model, tables, { asOf, rows: MOST_SENT, seed: 1 }, async (world, own) => {
    if (world.inputs.length < model.inputs.length)
      return [{ check, verdict: "skipped", text: "an input has too many rows to be sent" }];
    const [here, there] = [join(directory, "here.csv"), join(directory, "there.csv")] as const;
    await own.drop(await world.observe());
    await writeObservations(own, model, world.asOf, here);
    try {
      for (const input of world.inputs) await send(own, input, other);
      await writeObservations(other, model, world.asOf, there);
    } catch (error) {
      return [{ check, verdict: "fails", text: refusal(error) }];
    }
    const [before, after] = [
      await readObservations(own, model, here),
      await readObservations(own, model, there),
    ];
    const { only } = await own.row<{ only: number }>(`
      SELECT count(*) AS "only"
      FROM (SELECT observation, entity, observed_at FROM ${before.name}
            EXCEPT ALL SELECT observation, entity, observed_at FROM ${after.name})`);
    if (only > 0) {
      const text = `${count(only)} observations are not there on Spark: look at their keys and days`;
      return [{ check, verdict: "fails", text }];
    }
    return findingsOf(await compareObservations(own, model, before, after));
  });

const findingsOf = ({ observations, moved, rounded }: Comparison): readonly Finding[] => {
  const of = `of ${count(observations)} observations on Spark`;
  const findings = [
    ...moved.map(({ name, observations: n }): Finding => ({
      check,
      verdict: "fails",
      text: `${name} differs in ${count(n)} ${of}`,
    })),
    ...rounded.map(({ name, observations: n }): Finding => ({
      check,
      verdict: "warns",
      text: `${name} differs in its last digits in ${count(n)} ${of}: sum columns of type decimal, or round it`,
    })),
  ];
  if (findings.length > 0) return findings;
  const text = `${count(observations)} observations have the same features on Spark`;
  return [{ check, verdict: "ok", text }];
};

const send = async (
  own: Engine,
  { definition, columns, copy }: InputCopy,
  other: Engine,
): Promise<void> => {
  const texts = columns.map(
    ({ name }) => `${own.dialect.cast(identifier(name), "text")} AS ${identifier(name)}`,
  );
  const rows = await own.rows<Row>(
    `SELECT ${texts.join(", ")} FROM ${copy.name} ORDER BY ${PLACE}`,
  );
  await givenTable(other, definition, rows, { withPlace: true });
};

/** Why the other engine does not run the statement. @throws what is no fault of the statement */
const refusal = (error: unknown): string => {
  if (error instanceof ValueRefused || error instanceof StatementRefused) return error.message;
  throw error;
};
