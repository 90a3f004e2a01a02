import { subjectOf, type Release } from "@despliega/storage";

import type { ProblemCode } from "../errors.js";
import { PROTOCOLS } from "../protocols/protocols.js";
import { errorFormAt } from "../protocols/url.js";
import { API_VERSION } from "../version.js";
import { headersOf, PARAMETERS, schemasOf } from "./components.js";
import { DEFAULT_TAG, SERVER_TAG, type Endpoint } from "./endpoint.js";
import { guarded } from "./guarded.js";
import { problemExamples, problemResponses } from "./problems.js";
import type { Json } from "./schema.js";
import { serverEndpoints } from "./server-endpoints.js";
import { SECURITY, type AuthMode } from "./security.js";

/** What the document depends on. */
export interface DocumentOptions {
  /** What answers, at least one. */
  readonly releases: readonly Release[];
  readonly authMode: AuthMode;
  /** The model that answers where a url names none. Default: the only one. */
  readonly defaultModel?: string | undefined;
}

/** Describes every url of the api in OpenAPI 3.1, with the features of the models that are loaded. */
export const openApiDocument = ({ releases, authMode, defaultModel }: DocumentOptions): Json => {
  const manifests = releases.map(({ manifest }) => manifest);
  const preferred = defaultModel ?? (manifests.length === 1 ? manifests[0]!.model : undefined);
  const byDefault = releases.find(({ manifest }) => manifest.model === preferred);
  const endpoints: readonly Endpoint[] = [
    ...releases.flatMap(endpointsOf),
    ...(byDefault === undefined ? [] : guarded(byDefault.manifest, defaultEndpoints(byDefault))),
    ...serverEndpoints,
    ...PROTOCOLS.flatMap(({ endpoints }) => endpoints.server),
  ];
  const problems = (endpoint: Endpoint) => problemsOf(endpoint, authMode);
  const { schemes } = SECURITY[authMode];

  return {
    openapi: "3.1.0",
    info: {
      title: "Despliega",
      version: API_VERSION,
      description:
        "Predictions of released models. Every response has an `x-request-id`; a url answers other methods than its " +
        "own with 405 `METHOD_NOT_ALLOWED`, and HEAD like GET without a body.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: Object.keys(schemes).map((name) => ({ [name]: [] })),
    tags: [
      ...manifests.map(({ model, question, privacy }) => ({
        name: model,
        description: question,
        "x-privacy": privacy,
      })),
      ...(byDefault === undefined
        ? []
        : [
            {
              name: DEFAULT_TAG,
              description: `Urls that name no model: ${byDefault.manifest.model} answers.`,
            },
          ]),
      { name: SERVER_TAG, description: "Urls that concern no model in particular." },
    ],
    paths: pathsOf(endpoints, problems),
    components: {
      schemas: schemasOf(manifests),
      parameters: PARAMETERS,
      headers: headersOf(
        authMode === "none" && manifests.every((manifest) => subjectOf(manifest) === undefined)
          ? ["Release", "RetryAfter"]
          : ["Release", "RetryAfter", "Challenge"],
      ),
      examples: problemExamples(endpoints.flatMap(problems)),
      ...(authMode === "none" ? {} : { securitySchemes: schemes }),
    },
  };
};

const endpointsOf = (release: Release): readonly Endpoint[] =>
  guarded(
    release.manifest,
    PROTOCOLS.flatMap(({ endpoints }) => endpoints.model(release)),
  );

const defaultEndpoints = (release: Release): readonly Endpoint[] =>
  PROTOCOLS.flatMap(({ endpoints }) => endpoints.byDefault?.(release) ?? []);

/** What can go wrong at a url, with what the way to it adds. */
const problemsOf = (endpoint: Endpoint, authMode: AuthMode): readonly ProblemCode[] => {
  const { problems, open } = endpoint;
  if (open === true) return [...problems, "INTERNAL"];
  const ofSecurity = endpoint.public === true ? [] : SECURITY[authMode].problems;
  return [...ofSecurity, ...problems, "RATE_LIMITED", "INTERNAL", "OVERLOADED"];
};

type ProblemsOf = (endpoint: Endpoint) => readonly ProblemCode[];

const pathsOf = (endpoints: readonly Endpoint[], problems: ProblemsOf): Json =>
  Object.fromEntries(
    endpoints.map((endpoint) => [
      endpoint.path,
      { [endpoint.method]: operationOf(endpoint, problems(endpoint)) },
    ]),
  );

const operationOf = (endpoint: Endpoint, problems: readonly ProblemCode[]): Json => {
  const { type } = errorFormAt(endpoint.path);
  const { id, tag, summary, description, parameters, body, answer, open, unready } = endpoint;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    parameters,
    requestBody: body === undefined ? undefined : { required: true, content: body },
    responses: withUnready({ 200: answer, ...problemResponses(problems, type) }, unready),
    security: open === true || endpoint.public === true ? [] : undefined,
  };
};

const withUnready = (responses: Readonly<Record<number, Json>>, unready?: Json): Json => {
  if (unready === undefined) return responses;
  const { content, ...rest } = responses[503]!;
  const problems = content as Readonly<Record<string, Json>>;
  const both = Object.entries(unready).map(([type, body]) => {
    const problem = problems[type];
    const { schema } = body as Json;
    return [
      type,
      problem === undefined ? body : { ...problem, schema: { anyOf: [problem["schema"], schema] } },
    ];
  });
  return { ...responses, 503: { ...rest, content: { ...problems, ...Object.fromEntries(both) } } };
};
