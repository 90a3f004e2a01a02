import type { Question } from "./ask.js";
import { finding, findingOfAll, refuses, type Check, type Target } from "./check.js";
import { hasPredictions } from "./mlflow-forms.js";
import { marked, notFinite } from "./not-finite.js";
import { ROWS } from "./sample.js";

const refused = (name: string, status: number, write: (target: Target) => Question): Check => ({
  name,
  expected: `${status} in JSON, without a stack trace`,
  run: async (target) => {
    const reply = await target.ask(target.invocations, write(target));
    return finding(refuses(reply, status), reply);
  },
});

const records = ({ sample }: Target) => sample.records!;

/** The rows without their first column. */
const incomplete = (target: Target) =>
  records(target).map((row) => Object.fromEntries(Object.entries(row).slice(1)));

/** The rows with other values in their columns. */
const changed = (target: Target, change: (value: unknown) => unknown) =>
  records(target).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)])),
  );

/** Requests that a server must refuse. */
export const mlflowErrors: readonly Check[] = [
  refused("POST another content type", 415, () => ({ body: "<rows/>", type: "application/xml" })),
  refused("POST broken JSON", 400, () => ({ body: '{"inputs": [' })),
  refused("POST an empty body", 400, () => ({ body: "" })),
  refused("POST none of the forms", 400, () => ({ body: { rows: [] } })),
  refused("POST two forms at once", 400, (target) => ({
    body: { dataframe_records: records(target), instances: records(target) },
  })),
  refused("POST a form that is no table", 400, () => ({ body: { dataframe_split: 1 } })),
  {
    name: "POST rows without a column",
    expected: `400 in JSON, or ${ROWS} predictions where a column may be missing`,
    run: async (target) => {
      const body = { dataframe_records: incomplete(target) };
      const reply = await target.ask(target.invocations, { body });
      return finding(refuses(reply, 400) || hasPredictions(reply), reply);
    },
  },
  refused("POST objects as values", 400, (target) => ({
    body: { dataframe_records: changed(target, () => ({ a: 1 })) },
  })),
  {
    name: "POST NaN, Infinity and 1e999",
    expected: "400 or 200, in JSON, without a stack trace",
    run: async (target) =>
      findingOfAll(
        await notFinite({ dataframe_records: changed(target, marked) }, (body) =>
          target.ask(target.invocations, { body }),
        ),
        (reply) => refuses(reply, 400) || refuses(reply, 200),
      ),
  },
  {
    name: "GET where rows are posted",
    expected: "405",
    run: async ({ ask, invocations }) => {
      const reply = await ask(invocations);
      return finding(reply.status === 405, reply);
    },
  },
];
