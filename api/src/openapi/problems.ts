import { PROBLEMS, type ProblemCode } from "../errors/errors.js";
import type { ErrorForm } from "../http/problem/error-form.js";
import { problemAnswer } from "../http/problem/problem.js";
import { COUNT, ref, type Json } from "./schema.js";

const statusOf = (code: ProblemCode): number => PROBLEMS[code].status;

/** The schema of every problem; urls that take rows also name the feature and the row where there is one. */
export const problemSchema = (forms: readonly ErrorForm[]): Json => ({
  type: "object",
  description: "An error as RFC 9457 writes it. It never repeats what was sent.",
  properties: {
    title: { type: "string", description: "The name of the status." },
    status: { type: "integer", minimum: 400, maximum: 599 },
    detail: { type: "string", description: "What to do." },
    code: { type: "string", description: "Stays the same from one version to the next." },
    feature: {
      type: "string",
      description: "The field of the model that is wrong: a feature, or the subject.",
    },
    row: { ...COUNT, minimum: 1, description: "The row that it is wrong in." },
    expected: { type: "string", description: "What is allowed there." },
    ...Object.fromEntries(
      forms
        .flatMap(({ described }) => Object.entries(described))
        .map(([name, description]) => [name, { type: "string", description }]),
    ),
  },
  required: ["title", "status", "detail", "code"],
});

/** The body of each problem, for references. */
export const problemExamples = (codes: readonly ProblemCode[]): Json =>
  Object.fromEntries(
    [...new Set(codes)]
      .toSorted()
      .map((code) => [code, { value: JSON.parse(problemAnswer(code).body) as Json }]),
  );

/** Responses with problems, by status. */
export const problemResponses = (
  codes: readonly ProblemCode[],
  type: ErrorForm["type"],
): Readonly<Record<number, Json>> => {
  const different = [...new Set(codes)];
  return Object.fromEntries(
    different.map((code) => {
      const status = statusOf(code);
      const alike = different.filter((other) => statusOf(other) === status);
      return [status, response(alike, type)];
    }),
  );
};

const response = (codes: readonly ProblemCode[], type: ErrorForm["type"]): Json => {
  const [first] = codes;
  const headers = HEADERS[statusOf(first!)];
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].detail}.`).join("\n\n"),
    ...(headers === undefined ? {} : { headers }),
    content: {
      [type]: {
        schema: { allOf: [ref("Problem"), { properties: { code: { enum: codes } } }] },
        examples: Object.fromEntries(
          codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
        ),
      },
    },
  };
};

const RETRY = { "retry-after": { $ref: "#/components/headers/RetryAfter" } };

const CHALLENGE = { "www-authenticate": { $ref: "#/components/headers/Challenge" } };

const HEADERS: Readonly<Record<number, Json>> = {
  401: CHALLENGE,
  403: CHALLENGE,
  429: RETRY,
  503: RETRY,
};
