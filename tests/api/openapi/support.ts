import type { DocumentOptions } from "@despliega/api";

import { THREE_CLASSES, TWO_CLASSES } from "../../support/classes-release.js";
import {
  BY_CODE,
  BY_ROUTE,
  IN_BODY,
  OF_NEW,
  ROUTE_IN_BODY,
  SENSITIVE,
  SERVING,
  versionOf,
  WITH_QUESTION,
  type TinyRelease,
} from "../../support/release.js";
import { VALUES } from "../../support/values-release.js";

/** An operation of the document, as far as the tests read it. */
export interface Operation {
  readonly operationId: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name?: string; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
  readonly security?: readonly object[];
}

/** Bodies by media type. */
export type Content = Readonly<
  Record<
    string,
    {
      readonly schema?: ProblemSchema & { readonly anyOf?: readonly ProblemSchema[] };
      readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
    }
  >
>;

interface ProblemSchema {
  readonly allOf?: readonly [object, ProblemCodes];
}

interface ProblemCodes {
  readonly properties: { readonly code: { readonly enum: readonly string[] } };
}

/** The document. */
export interface Document {
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** An operation and where it is. */
export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every operation of a document. */
export const operationsOf = ({ paths }: Document): readonly Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

/** Codes of the problems that an operation lists under a status. */
export const codesOf = (operation: Operation, status: number | string): readonly string[] =>
  Object.values(operation.responses[status]?.content ?? {})
    .flatMap(({ schema }) => [schema, ...(schema?.anyOf ?? [])])
    .flatMap((schema) => schema?.allOf?.[1].properties.code.enum ?? []);

/** The path with the document's own examples of its parameters. */
export const urlOf = ({ path, operation }: Placed): string =>
  path.replace(/\{(\w+)\}/g, (_, parameter) =>
    encodeURIComponent(
      String(operation.parameters?.find(({ name }) => name === parameter)?.example),
    ),
  );

/** Sets of models that make different documents. */
export const SERVED: Readonly<Record<string, readonly TinyRelease[]>> = {
  "a model by key": [{}],
  "a regression by row": [
    {
      model: "peliculas",
      description: {
        task: "regression",
        serving: { by: "row", answer: "recaudacion" },
        interval: { level: 0.8, by: "factor", at: [1, 2], lower: [0.5, 0.6], upper: [2, 1.8] },
      },
    },
  ],
  "models by keys of text": [BY_CODE, BY_ROUTE, IN_BODY],
  "a model by several keys in a body": [ROUTE_IN_BODY],
  "a model of names, booleans and bounds": [VALUES],
  "models of classes with names": [
    { ...THREE_CLASSES, model: "flowers", version: versionOf(3) },
    {
      ...TWO_CLASSES,
      model: "customers",
      description: { ...TWO_CLASSES.description, serving: { by: "row", answer: "cancels" } },
    },
  ],
  "a sensitive model": [{ model: "vih", description: SENSITIVE }],
  "several models, a sensitive one among them": [
    { description: { serving: { ...SERVING, freshness: { seconds: 1e10, stale: "refuse" } } } },
    BY_CODE,
    WITH_QUESTION,
    OF_NEW,
    {
      model: "vih",
      version: versionOf(2),
      description: SENSITIVE,
    },
  ],
};

export const MODES = [
  "none",
  "key",
  "entra",
] as const satisfies readonly DocumentOptions["authMode"][];
