import { pseudonymOf } from "@despliega/storage";

import { PSEUDONYM_FIELD } from "../answers.js";
import { jsonOf } from "../doors/json.js";
import { rowOf, scoreBatch, type Served } from "../doors/served.js";
import { Refusal } from "../refusal.js";
import { batchOfRecord, batchOfRecords, isRecord } from "../signature/records.js";
import type { Decision, Pass, Worked } from "./guard.js";

/** An answer and what it decided. */
export interface Predicted extends Worked {
  readonly body: string;
  readonly decisions: readonly Decision[];
}

/**
 * Answers like `/v1`, about people: each row also says whom it is about, and each answer, by a pseudonym. Identifiers go
 * no further than this function.
 *
 * @throws Refusal
 */
export const predictPeople = (
  served: Served,
  { subject, key, show }: Pass,
  body: Uint8Array,
  detail: boolean,
): Predicted => {
  const { manifest, signature, classOf, write } = served;
  const json = jsonOf(body);
  const many = Array.isArray(json);
  const people = (many ? json : [json]).map((row: unknown, i) =>
    personOf(row, subject.name, many ? i + 1 : undefined, (identifier) =>
      pseudonymOf(key, manifest.model, identifier),
    ),
  );
  const rows = people.map(({ features }) => features);
  const batch = many ? batchOfRecords(signature, rows) : batchOfRecord(signature, rows[0]);
  const scores = scoreBatch(served, batch);

  const answers = people.map(({ pseudonym }, i) => {
    const answer = write(rowOf(batch, i, signature.names.length), scores[i]!, detail);
    return `${answer.slice(0, -1)},"${PSEUDONYM_FIELD}":${JSON.stringify(show(pseudonym))}}`;
  });
  return {
    body: many ? `[${answers.join()}]` : answers[0]!,
    decisions: people.map(({ pseudonym }, i) => ({
      pseudonym,
      answer: classOf?.(scores[i]!) ?? scores[i]!,
    })),
  };
};

const personOf = (
  record: unknown,
  name: string,
  row: number | undefined,
  pseudonymise: (identifier: unknown) => string | undefined,
) => {
  if (!isRecord(record)) throw new Refusal("ROW_INVALID", { row });
  if (!Object.hasOwn(record, name)) throw new Refusal("SUBJECT_MISSING", { row });
  const { [name]: identifier, ...features } = record;
  const pseudonym = pseudonymise(identifier);
  if (pseudonym === undefined) throw new Refusal("SUBJECT_INVALID", { row });
  return { features, pseudonym };
};
