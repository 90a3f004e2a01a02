import type { Attack } from "../lib/attack.js";
import { SMALL } from "../lib/bystander.js";

const ROW = {
  nb_previous_loans: 2,
  avg_amount_loans_previous: 187.25,
  age: 23,
  years_on_the_job: 1,
  flag_own_car: 0,
};

/** Keys of a body that lead to what all objects share. */
const KEYS = [
  '"__proto__":{"age":99,"polluted":true,"detalle":"true"}',
  '"constructor":{"prototype":{"polluted":true}}',
  '"prototype":{"polluted":true}',
  '"__defineGetter__":"polluted"',
  '"toString":null',
  '"hasOwnProperty":1',
  '"length":1e9',
  '"then":"polluted"',
  '"toJSON":"polluted"',
] as const;

const row = JSON.stringify(ROW).slice(0, -1);

/** Bodies with such a key at each level of each protocol. */
const bodiesOf = (key: string): readonly (readonly [path: string, body: string])[] => [
  ["/v1/models/filas/prediction", `${row},${key}}`],
  ["/v1/models/filas/prediction", `[${row},${key}}]`],
  ["/v1/models/filas/prediction", `{${key}}`],
  ["/models/filas/invocations", `{${key},"dataframe_records":[${row},${key}}]}`],
  [
    "/models/filas/invocations",
    `{"dataframe_split":{${key},"columns":["__proto__"],"data":[[1]]}}`,
  ],
  ["/models/filas/invocations", `{"inputs":{${key}},${key}}`],
  ["/models/filas/invocations", `{"instances":[{${key}}],"params":{${key}}}`],
  [
    "/v2/models/filas/infer",
    `{${key},"inputs":[{"name":"__proto__","shape":[1],"datatype":"INT64","data":[1],${key}}]}`,
  ],
  [
    "/v2/models/filas/infer",
    `{"inputs":[],"outputs":[{"name":"constructor"}],"parameters":{${key}}}`,
  ],
];

const QUERIES = [
  "?__proto__[detalle]=true",
  "?__proto__.detalle=true",
  "?constructor[prototype][detalle]=true",
  "?__proto__=true",
  "?detalle[]=true",
  "?detalle[__proto__]=true",
  "?toString=1&valueOf=2",
] as const;

/** Reaches what all objects share by names of keys. */
export const prototypes: Attack = {
  tried: `${KEYS.length} keys such as \`__proto__\` at every level of the bodies of three protocols, and ${QUERIES.length} queries`,
  aim: "the answer to somebody else changes, a key counts as a field, or the api breaks",
  stopped:
    "names are looked up as own ones, and unknown fields are refused (`api/src/serving/signature`)",
  async play({ open }) {
    const target = await open();
    const answer = async (path: string, body?: string): Promise<readonly [number, string]> => {
      const response = await fetch(
        target.url + path,
        body === undefined
          ? {}
          : { method: "POST", headers: { "content-type": "application/json" }, body },
      );
      return [response.status, await response.text()];
    };
    const good = JSON.stringify(ROW);
    const honest = async (): Promise<string> =>
      JSON.stringify([await answer("/v1/models/filas/prediction", good), await answer(SMALL)]);
    const before = await honest();
    const successes: string[] = [];
    const seen: Record<number, number> = {};
    const requests = [
      ...KEYS.flatMap((key) => bodiesOf(key)),
      ...QUERIES.map((query) => [SMALL + query, undefined] as const),
    ];
    for (const [path, body] of requests) {
      const [status, text] = await answer(path, body);
      seen[status] = (seen[status] ?? 0) + 1;
      if (status >= 500) successes.push(`${path} ${body}: ${status}`);
      if (text.includes("polluted")) successes.push(`${path} ${body}: the answer repeats it`);
    }
    if ((await honest()) !== before) successes.push("an honest caller gets another answer");
    const statuses = Object.entries(seen).map(([status, times]) => `${times} × ${status}`);
    return { tries: requests.length, successes, figures: `answers: ${statuses.join(", ")}` };
  },
};
