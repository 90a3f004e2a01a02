import { subjectOf, type Manifest } from "@despliega/storage";

import type { ProblemCode } from "../errors/errors.js";
import { DETAIL, type Endpoint } from "./endpoint.js";

/** The urls of a model; with its terms and the problems of authorisation where its details have a role or it is sensitive. */
export const withTerms = (
  manifest: Manifest,
  endpoints: readonly Endpoint[],
): readonly Endpoint[] => withSubject(manifest, withDetails(manifest, endpoints));

const withDetails = (
  { serving: { details } }: Manifest,
  endpoints: readonly Endpoint[],
): readonly Endpoint[] => {
  if (details === undefined) return endpoints;
  const terms = `Features and the detail are for tokens with the role \`${details.role}\`.`;
  return endpoints.map((endpoint) =>
    endpoint.parameters?.includes(DETAIL) === true
      ? {
          ...endpoint,
          description: [endpoint.description, terms].filter(Boolean).join(" "),
          problems: [...endpoint.problems, "FORBIDDEN"],
        }
      : endpoint,
  );
};

const withSubject = (manifest: Manifest, endpoints: readonly Endpoint[]): readonly Endpoint[] => {
  const subject = subjectOf(manifest);
  if (subject === undefined) return endpoints;
  const { masked, whole } = subject.roles;
  const terms =
    `The model is sensitive: it answers tokens with the role \`${masked}\` or \`${whole}\` of callers who signed in ` +
    "with a second factor, and every access is recorded.";
  const size = "A body has at most 64 KiB, or 16 KiB of CSV, and at most 1,000 rows.";
  return endpoints.map((endpoint) => {
    const rows = endpoint.method === "post";
    const description = [endpoint.description, terms, ...(rows ? [size] : [])].filter(Boolean);
    return {
      ...endpoint,
      description: description.join(" "),
      problems: [...endpoint.problems, ...ACCESS, ...(rows ? SUBJECT : [])],
    };
  });
};

const ACCESS: readonly ProblemCode[] = ["FORBIDDEN", "STEP_UP_REQUIRED", "AUDIT_UNAVAILABLE"];
const SUBJECT: readonly ProblemCode[] = ["SUBJECT_MISSING", "SUBJECT_INVALID", "SUBJECTS_TOO_MANY"];
