import type { Manifest } from "@despliega/storage";

import { FROM_PREDICTION, type Endpoint } from "./endpoint.js";

/** The urls of a model; where it keeps decisions, those that predict say so, and name the problem of one that is not kept. */
export const withDecisions = (
  { decisions }: Pick<Manifest, "decisions">,
  endpoints: readonly Endpoint[],
): readonly Endpoint[] => {
  if (decisions === undefined) return endpoints;
  const terms = "Every answer is kept, with what it came from, before it is given.";
  return endpoints.map((endpoint) =>
    endpoint.answer["headers"] === FROM_PREDICTION["headers"]
      ? {
          ...endpoint,
          description: [endpoint.description, terms].filter(Boolean).join(" "),
          problems: [...endpoint.problems, "DECISION_UNAVAILABLE"],
        }
      : endpoint,
  );
};
