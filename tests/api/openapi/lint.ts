import { createConfig, lintFromString } from "@redocly/openapi-core";

const config = await createConfig({
  extends: ["recommended-strict"],
  // The probes are answered to every caller and every request.
  rules: { "operation-4xx-response": "off" },
});

/** What Redocly finds wrong with a document, one line each; examples are checked against their schemas. */
export const lint = async (document: object): Promise<readonly string[]> => {
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
  return problems.map(
    ({ ruleId, message, location }) => `${location[0]?.pointer}: ${message} (${ruleId})`,
  );
};
