import { PROBLEMS, type ProblemCode } from "../errors.js";
import type { ErrorForm } from "../http/error-form.js";
import { problemAnswer } from "../http/problem.js";
import { COUNT, ref, type Json } from "./schema.js";

const statusOf = (code: ProblemCode): number => PROBLEMS[code].status;

/** The schema of every problem; urls that take rows also name the feature and the row where there is one. */
export const PROBLEM_SCHEMA: Json = {
  type: "object",
  description: "An error as RFC 9457 writes it. It never repeats what was sent.",
  properties: {
    title: { type: "string", description: "The name of the status." },
    status: { type: "integer", minimum: 400, maximum: 599 },
    detail: { type: "string", description: "What to do." },
    code: { type: "string", description: "Stays the same from one version to the next." },
    feature: {
      type: "string",
      description: "The field of the model that is wrong: a feature, or whom a row is about.",
    },
    row: { ...COUNT, minimum: 1, description: "The row that it is wrong in." },
    expected: { type: "string", description: "What is allowed there." },
    error: { type: "string", description: "Under /v2: the detail, with all of this in one line." },
    error_code: { type: "string", description: "At MLflow's urls: MLflow's name of the error." },
    message: {
      type: "string",
      description: "At MLflow's urls: the detail, with all of this in one line.",
    },
  },
  required: ["title", "status", "detail", "code"],
};

/** The body of each problem, to be pointed to. */
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
