import type { Answer, Fault, Passing } from "./support.js";

/** One rule broken, and the checks that have to notice it. */
export interface Broken {
  readonly fault: Fault;
  readonly noticedBy: readonly string[];
}

type When = (request: Passing, answer: Answer) => boolean;
type Change = (answer: Answer) => Answer;

const on =
  (when: When, change: Change): Fault =>
  (request, answer) =>
    when(request, answer) ? change(answer) : answer;

const at =
  (path: RegExp, method = "GET"): When =>
  (request) =>
    request.method === method && path.test(request.path);
const posting = (path: RegExp, pattern: RegExp): When => {
  const there = at(path, "POST");
  return (request, answer) => there(request, answer) && pattern.test(request.body);
};
const good =
  (when: When): When =>
  (request, answer) =>
    answer.status === 200 && when(request, answer);

const status =
  (code: number): Change =>
  (answer) => ({ ...answer, status: code });
const body =
  (change: (text: string) => string): Change =>
  (answer) => ({ ...answer, body: change(answer.body) });
const replace = (pattern: RegExp | string, by: string): Change =>
  body((text) => text.replace(pattern, by));
/** The other of two classes as the first of an array. */
const otherFirst: Change = body((text) =>
  text.replace(/\[([01]),/, (_, first) => `[${1 - Number(first)},`),
);
const html: Change = (answer) => ({ ...answer, type: "text/html", body: "<h1>Sorry</h1>" });
const trace: Change = replace(/^\{/, '{"stack_trace":"Traceback (most recent call last)\\n",');

const INVOKE = /^\/invocations$/;
const INFER = /^\/v2\/models\/\w+\/infer$/;
const oneLess = replace(/\[[01],/, "[");
const SAME = "POST the same rows in every form";

const form = (name: string): readonly [string, Broken] => [
  `one prediction too few for ${name}`,
  {
    // A form alone, with rows that are answered.
    fault: on(good(posting(INVOKE, new RegExp(`^\\{"${name}"`))), oneLess),
    noticedBy:
      name === "dataframe_records"
        ? ["POST dataframe_records", "POST with a charset", SAME]
        : [`POST ${name}`, SAME],
  },
];

const error = (
  name: string,
  when: When,
  noticedBy: readonly string[],
): readonly (readonly [string, Broken])[] => [
  [`${name} answered with 200`, { fault: on(when, status(200)), noticedBy }],
  [`${name} answered with 500`, { fault: on(when, status(500)), noticedBy }],
  [`${name} answered with a page`, { fault: on(when, html), noticedBy }],
  [`${name} answered with a stack trace`, { fault: on(when, trace), noticedBy }],
];

const BROKEN_JSON = /^\{"inputs": \[$/;

/** MLflow's rules, each broken in turn. */
export const MLFLOW_FAULTS = new Map<string, Broken>([
  ["/ping that is not there", { fault: on(at(/^\/ping/), status(404)), noticedBy: ["GET /ping"] }],
  ["/health that fails", { fault: on(at(/^\/health/), status(500)), noticedBy: ["GET /health"] }],
  [
    "/version without one",
    {
      fault: on(
        at(/^\/version/),
        body(() => ""),
      ),
      noticedBy: ["GET /version"],
    },
  ],
  ...["dataframe_split", "dataframe_records", "instances", "inputs"].map(form),
  [
    "one prediction too few for CSV",
    {
      fault: on(
        good(({ type }) => type === "text/csv"),
        oneLess,
      ),
      noticedBy: ["POST text/csv", SAME],
    },
  ],
  [
    "predictions as text",
    {
      fault: on(
        good(({ type }) => type === "text/csv"),
        (answer) => ({ ...answer, type: "text/plain" }),
      ),
      noticedBy: ["POST text/csv", SAME],
    },
  ],
  [
    "a charset refused",
    {
      fault: on(({ type }) => /charset/.test(type), status(415)),
      noticedBy: ["POST with a charset"],
    },
  ],
  [
    "other predictions for one form",
    { fault: on(good(posting(INVOKE, /^\{"inputs"/)), otherFirst), noticedBy: [SAME] },
  ],
  ...error("another content type", ({ type }) => /xml/.test(type), ["POST another content type"]),
  ...error("broken JSON", posting(INVOKE, BROKEN_JSON), ["POST broken JSON"]),
  ...error("an empty body", posting(INVOKE, /^$/), ["POST an empty body"]),
  ...error("no form", posting(INVOKE, /^\{"rows"/), ["POST none of the forms"]),
  ...error("two forms", posting(INVOKE, /records.*instances/), ["POST two forms at once"]),
  ...error("a number as a table", posting(INVOKE, /split":1/), ["POST a form that is no table"]),
  ...error("rows without a column", posting(INVOKE, /records":\[\{"avg/), [
    "POST rows without a column",
  ]),
  ...error("objects as values", posting(INVOKE, /\{"a":1\}/), ["POST objects as values"]),
  [
    "NaN sent back",
    {
      fault: on(posting(INVOKE, /:NaN/), () => ({
        status: 200,
        type: "application/json",
        body: '{"predictions":[NaN,NaN,NaN]}',
      })),
      noticedBy: ["POST NaN, Infinity and 1e999"],
    },
  ],
  [
    "a crash at Infinity",
    {
      fault: on(posting(INVOKE, /:Infinity/), status(500)),
      noticedBy: ["POST NaN, Infinity and 1e999"],
    },
  ],
  [
    "a crash at 1e999",
    {
      fault: on(posting(INVOKE, /:1e999/), status(500)),
      noticedBy: ["POST NaN, Infinity and 1e999"],
    },
  ],
  [
    "GET answered",
    { fault: on(at(INVOKE), status(200)), noticedBy: ["GET where rows are posted"] },
  ],
]);

const FLAT = /"shape":\[3\]/;
const NESTED = /"shape":\[3,1\]/;
const NESTED_CHECK = "POST nested data";
const PLAIN = [
  "POST flat data",
  "POST with an id",
  "POST and see what the metadata promise",
  "POST asking for one output",
];
const VERSION = /^\/v2\/models\/riesgo\/versions\/\w+-\w+$/;
const wrongShape: Change = replace('"shape":[3]', '"shape":[2]');

/** The rules of the Open Inference Protocol, each broken in turn. */
export const V2_FAULTS = new Map<string, Broken>([
  [
    "a server that says it is not alive",
    {
      fault: on(at(/^\/v2\/health\/live/), replace('"live":true', '"live":false')),
      noticedBy: ["GET /v2/health/live"],
    },
  ],
  [
    "a ready server that says it is not",
    {
      fault: on(at(/^\/v2\/health\/ready/), replace('"ready":true', '"ready":false')),
      noticedBy: ["GET /v2/health/ready"],
    },
  ],
  [
    "a ready server that answers as one that is not",
    {
      fault: on(at(/^\/v2\/health\/ready/), status(400)),
      noticedBy: ["GET /v2/health/ready"],
    },
  ],
  [
    "a server without extensions",
    { fault: on(at(/^\/v2$/), replace(/,"extensions":\[[^\]]*\]/, "")), noticedBy: ["GET /v2"] },
  ],
  [
    "metadata of another model",
    {
      fault: on(at(/^\/v2\/models\/riesgo$/), replace('"riesgo"', '"other"')),
      noticedBy: ["GET metadata of the model"],
    },
  ],
  [
    "an unknown datatype in the metadata",
    {
      fault: on(
        at(/^\/v2\/models\/riesgo$/),
        replace('"probability","datatype":"FP64"', '"probability","datatype":"float"'),
      ),
      noticedBy: ["GET metadata of the model", "POST and see what the metadata promise"],
    },
  ],
  [
    "a version without metadata",
    { fault: on(at(VERSION), status(404)), noticedBy: ["GET metadata of its version"] },
  ],
  [
    "a model that is not ready",
    {
      fault: on(at(/^\/v2\/models\/riesgo\/ready/), replace('"ready":true', '"ready":false')),
      noticedBy: ["GET ready of the model"],
    },
  ],
  [
    "a shape of fewer elements than the data",
    {
      fault: on(good(posting(INFER, FLAT)), wrongShape),
      noticedBy: ["POST flat data", NESTED_CHECK, "POST to its version", ...PLAIN.slice(1)],
    },
  ],
  [
    "nested data refused",
    { fault: on(posting(INFER, NESTED), status(400)), noticedBy: [NESTED_CHECK] },
  ],
  [
    "other outputs for nested data",
    { fault: on(posting(INFER, NESTED), otherFirst), noticedBy: [NESTED_CHECK] },
  ],
  [
    "a version without infer",
    {
      fault: on(at(/versions.*infer$/, "POST"), status(404)),
      noticedBy: ["POST to its version"],
    },
  ],
  [
    "an id that is lost",
    {
      fault: on(posting(INFER, /"id"/), replace(/"id":"[^,]*",/, "")),
      noticedBy: ["POST with an id"],
    },
  ],
  [
    "an output of another datatype",
    {
      fault: on(
        at(INFER, "POST"),
        replace('"class","datatype":"INT64"', '"class","datatype":"FP64"'),
      ),
      noticedBy: ["POST to its version", "POST and see what the metadata promise"],
    },
  ],
  [
    "all outputs whatever is asked for",
    {
      fault: (request, answer) =>
        /"outputs":\[\{"name":"prob/.test(request.body)
          ? {
              ...answer,
              body: answer.body.replace(
                '"outputs":[',
                '"outputs":[{"name":"class","datatype":"INT64","shape":[3],"data":[1,1,1]},',
              ),
            }
          : answer,
      noticedBy: ["POST asking for one output"],
    },
  ],
  ...error("an unknown model", at(/unknown_model$/), ["GET an unknown model"]),
  ...error("ready of an unknown model", at(/unknown_model\/ready$/), [
    "GET ready of an unknown model",
  ]),
  ...error("infer of an unknown model", at(/unknown_model\/infer$/, "POST"), [
    "POST to an unknown model",
  ]),
  ...error("an unknown version", at(/versions\/conform_unknown$/), ["GET an unknown version"]),
  ...error("broken JSON", posting(INFER, BROKEN_JSON), ["POST broken JSON to infer"]),
  ...error("no inputs", posting(INFER, /^\{\}$/), ["POST no inputs"]),
  ...error("an empty list", posting(INFER, /^\{"inputs":\[\]\}$/), [
    "POST an empty list of inputs",
  ]),
  ...error("too little data", posting(INFER, /"data":\[[^,\]]+,[^,\]]+\]/), [
    "POST less data than the shape says",
  ]),
  ...error("an unknown datatype", posting(INFER, /COMPLEX/), ["POST an unknown datatype"]),
  ...error("an unknown input", posting(INFER, /^\{"inputs":\[\{"name":"conform_unknown"/), [
    "POST an unknown input",
  ]),
  ...error("an unknown output", posting(INFER, /"outputs":\[\{"name":"conform_unknown"/), [
    "POST asking for an unknown output",
  ]),
  [
    "an error that is not called error",
    {
      fault: on(at(/unknown_model$/), replace('"error":', '"problem":')),
      noticedBy: ["GET an unknown model"],
    },
  ],
  [
    "a crash at NaN",
    {
      fault: on(posting(INFER, /NaN/), status(500)),
      noticedBy: ["POST NaN, Infinity and 1e999 to infer"],
    },
  ],
  [
    "GET answered",
    { fault: on(at(INFER), status(404)), noticedBy: ["GET where tensors are posted"] },
  ],
]);
