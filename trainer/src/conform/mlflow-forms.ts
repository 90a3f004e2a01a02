import type { Question, Reply } from "./ask.js";
import { finding, findingOfAll, type Check } from "./check.js";
import { record } from "./record.js";
import { ROWS, type Row, type Sample } from "./sample.js";

type Write = (rows: readonly Row[]) => Question;

const csvField = (value: Row[string]): string => {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Every way to write rows that MLflow documents. */
const FORMS: Readonly<Record<string, Write>> = {
  dataframe_split: (rows) => ({
    body: {
      dataframe_split: { columns: Object.keys(rows[0]!), data: rows.map(Object.values<unknown>) },
    },
  }),
  dataframe_records: (rows) => ({ body: { dataframe_records: rows } }),
  instances: (rows) => ({ body: { instances: rows } }),
  inputs: (rows) => ({
    body: {
      inputs: Object.fromEntries(
        Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name])]),
      ),
    },
  }),
  "text/csv": (rows) => ({
    type: "text/csv",
    body: [Object.keys(rows[0]!), ...rows.map(Object.values<Row[string]>)]
      .map((fields) => `${fields.map(csvField).join()}\n`)
      .join(""),
  }),
};

/** Rows in each form. */
const questionsOf = ({ records = [] }: Sample): readonly (readonly [string, Question])[] =>
  Object.entries(FORMS).map(([form, write]) => [form, write(records)]);

/** Whether a reply has one prediction for each row of a sample. */
export const hasPredictions = ({ status, type, json }: Reply): boolean => {
  const { predictions } = record(json);
  return (
    status === 200 &&
    type === "application/json" &&
    Array.isArray(predictions) &&
    predictions.length === ROWS
  );
};

/** Rows that a server must answer. */
export const mlflowForms: readonly Check[] = [
  ...Object.entries(FORMS).map(([form, write]): Check => ({
    name: `POST ${form}`,
    expected: `200 and ${ROWS} predictions`,
    run: async ({ ask, invocations, sample }) => {
      const reply = await ask(invocations, write(sample.records!));
      return finding(hasPredictions(reply), reply);
    },
  })),
  {
    name: "POST with a charset",
    expected: `200 and ${ROWS} predictions`,
    run: async ({ ask, invocations, sample }) => {
      const body = { dataframe_records: sample.records };
      const reply = await ask(invocations, { body, type: "application/json; charset=utf-8" });
      return finding(hasPredictions(reply), reply);
    },
  },
  {
    name: "POST the same rows in every form",
    expected: "the same predictions",
    run: async ({ ask, invocations, sample }) => {
      const replies: [string, Reply][] = [];
      for (const [form, question] of questionsOf(sample))
        replies.push([form, await ask(invocations, question)]);
      const first = replies[0]![1];
      const predictionsOf = ({ json }: Reply) => JSON.stringify(record(json)["predictions"]);
      return findingOfAll(
        replies,
        (reply) => hasPredictions(reply) && predictionsOf(reply) === predictionsOf(first),
      );
    },
  },
];
