import type { Release } from "@despliega/storage";

import type { ProblemCode } from "../errors/errors.js";
import type { ErrorForm } from "../http/problem/error-form.js";
import { HEADERS, PARAMETERS, schemasOf } from "./components.js";
import type { DocumentPart, Endpoints } from "./document-part.js";
import { DEFAULT_TAG, SERVER_TAG, type Endpoint } from "./endpoint.js";
import { problemExamples, problemResponses } from "./problems.js";
import type { Json } from "./schema.js";
import { SECURITY, type AuthMode } from "./security.js";
import { withDecisions } from "./decision-endpoints.js";
import { withTerms } from "./sensitive-endpoints.js";
import { API_VERSION } from "./version.js";

/** What the document depends on. */
export interface DocumentOptions {
  /** The releases that answer, at least one. */
  readonly releases: readonly Release[];
  readonly authMode: AuthMode;
  /** The server and the protocols. */
  readonly parts: readonly DocumentPart[];
  /** The model that answers where a url names none. Default: the only one. */
  readonly defaultModel?: string | undefined;
}

/** Describes every url of the api in OpenAPI 3.1, with the features of the models that are loaded. */
export const openApiDocument = (options: DocumentOptions): Json => {
  const { releases, authMode, parts, defaultModel } = options;
  const manifests = releases.map(({ manifest }) => manifest);
  const preferred = defaultModel ?? (manifests.length === 1 ? manifests[0]!.model : undefined);
  const byDefault = releases.find(({ manifest }) => manifest.model === preferred);
  const placed = placedOf(parts, releases, byDefault);
  const problems = ({ endpoint }: Placed) => problemsOf(endpoint, authMode);
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
    paths: pathsOf(placed, problems),
    components: {
      schemas: schemasOf(manifests, parts),
      parameters: PARAMETERS,
      headers: HEADERS,
      examples: problemExamples(placed.flatMap(problems)),
      ...(authMode === "none" ? {} : { securitySchemes: schemes }),
    },
  };
};

/** An endpoint, and how its part writes errors. */
interface Placed {
  readonly endpoint: Endpoint;
  readonly error: ErrorForm;
}

/** Every endpoint: model by model, then those that name no model, then those that are about none. */
const placedOf = (
  parts: readonly DocumentPart[],
  releases: readonly Release[],
  byDefault: Release | undefined,
): readonly Placed[] => {
  const place = (of: (part: DocumentPart) => readonly Endpoint[]) =>
    parts.flatMap((part) => of(part).map((endpoint) => ({ endpoint, error: part.error })));
  const about = (release: Release, endpoints: Endpoints["model"]) =>
    withDecisions(release.manifest, withTerms(release.manifest, endpoints?.(release) ?? []));
  return [
    ...releases.flatMap((release) => place(({ endpoints }) => about(release, endpoints.model))),
    ...(byDefault === undefined
      ? []
      : place(({ endpoints }) => about(byDefault, endpoints.byDefault))),
    ...place(({ endpoints }) => endpoints.server),
  ];
};

/** The problems of a url, with those that the server adds. */
const problemsOf = (endpoint: Endpoint, authMode: AuthMode): readonly ProblemCode[] => {
  const { problems, open } = endpoint;
  if (open === true) return [...problems, "INTERNAL"];
  const ofSecurity = endpoint.public === true ? [] : SECURITY[authMode].problems;
  return [...ofSecurity, ...problems, "RATE_LIMITED", "INTERNAL", "OVERLOADED"];
};

const pathsOf = (
  placed: readonly Placed[],
  problems: (placed: Placed) => readonly ProblemCode[],
): Json =>
  Object.fromEntries(
    placed.map((at) => [at.endpoint.path, { [at.endpoint.method]: operationOf(at, problems(at)) }]),
  );

const SAME: Json = { description: "The caller's copy is still the same." };

const operationOf = ({ endpoint, error }: Placed, problems: readonly ProblemCode[]): Json => {
  const { id, tag, summary, description, parameters, body, answer, open, unready, tagged } =
    endpoint;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    parameters,
    requestBody: body === undefined ? undefined : { required: true, content: body },
    responses: withUnready(
      {
        200: answer,
        ...(tagged === true ? { 304: SAME } : {}),
        ...problemResponses(problems, error.type),
      },
      unready,
    ),
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
