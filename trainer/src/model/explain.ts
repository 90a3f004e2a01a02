import type { z } from "zod";

/** A problem with a field, and the path of the field. */
export interface FieldProblem {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

const NOUNS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a block of fields",
  record: "a block of fields",
  string: "text",
};

/** The problems of a definition, one for each field. */
export const explain = (error: z.ZodError): readonly FieldProblem[] =>
  error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key], problem: issue.message }))
      : [{ path: issue.path, problem: issue.message }],
  );

/** Words for what zod finds, as the end of a sentence about a field; undefined for those that zod words itself. */
export const wordsOf = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === "too_small" || issue.code === "too_big") return bound(issue);
  if (issue.code === "invalid_key") return "must not be empty";
  if (issue.code === "invalid_type") {
    const wanted = NOUNS[issue.expected] ?? issue.expected;
    if (issue.input === undefined) return `is missing: write ${wanted}`;
    return `must be ${wanted}, not ${found(issue.input)}`;
  }
  if (issue.code !== "invalid_value") return undefined;
  const known = issue.values.join(", ");
  return issue.input === undefined
    ? `is missing: write one of ${known}`
    : `must be one of ${known}`;
};

const bound = (
  issue:
    z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall> | z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>,
): string => {
  if (issue.origin === "string") return "must not be empty";
  if (issue.origin === "array" && issue.code === "too_small")
    return `must have at least ${issue.minimum === 1 ? "one item" : `${issue.minimum} items`}`;
  if (issue.code === "too_small")
    return `must be ${issue.inclusive === false ? "above" : "at least"} ${issue.minimum}`;
  return `must be ${issue.inclusive === false ? "below" : "at most"} ${issue.maximum}`;
};

const found = (input: unknown): string => {
  if (input === null) return "empty";
  if (Array.isArray(input)) return NOUNS["array"]!;
  if (typeof input === "string" && input.length <= 40) return `the text "${input}"`;
  if (typeof input === "number" || typeof input === "boolean") return String(input);
  return NOUNS[typeof input] ?? typeof input;
};

/** A path as a reader of the file would write it: `features[2].name`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step, i) =>
      typeof step === "number" ? `[${step}]` : `${i === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
