import { DOCUMENT_PARTS, openApiDocument, PROBLEMS } from "@despliega/api";
import { memoryBlobStore, openRelease } from "@despliega/storage";

import { publishTiny, REQUESTED, SENSITIVE, type TinyRelease } from "../../support/release.js";
import { code, type Table } from "./table.js";

const MODEL = "riesgo";

interface Operation {
  readonly url: string;
  readonly summary: string;
  readonly problems: readonly string[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

interface Described {
  readonly summary: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, Body>> }>
  >;
}

interface Body {
  readonly examples?: object;
}

/** Every url with its answer and its problems, from the OpenAPI document of an api with one model. */
export const urlsTable = async (): Promise<Table> => {
  const open = await operationsOf({});
  const sensitive = await operationsOf({ description: SENSITIVE });
  const byText = await operationsOf(TEXT_KEYED);
  const durable = await operationsOf({ description: { decisions: "durable" } });
  const withFeatures = await operationsOf({ description: { features: REQUESTED } });
  const everywhere = problemsAt(open, "/metrics");
  const rows = common(open.filter(({ url }) => url.startsWith("POST")));
  const people = without(problemsAt(sensitive, PREDICTION), problemsAt(open, PREDICTION));
  const kept = without(problemsAt(durable, PREDICTION), problemsAt(open, PREDICTION));
  const asked = byText.filter(({ url }) => url.includes("/api/"));
  const askedFor = withFeatures.filter(({ url }) => url.startsWith("POST /api/"));
  const question = without(problemsAt(withFeatures, PREDICTION), problemsAt(open, PREDICTION));
  const named = new Set([
    ...question,
    ...[...open, ...asked].flatMap(({ problems }) => problems),
    ...people,
    ...kept,
  ]);
  const general = [...everywhere, ...without(Object.keys(PROBLEMS), [...named])].toSorted(
    (left, right) => statusOf(left) - statusOf(right),
  );
  return [
    ["url", "answers", "status and code of its problems"],
    ...open.map(({ url, summary, problems }) => {
      const takesRows = url.startsWith("POST");
      const own = without(problems, [...everywhere, ...(takesRows ? rows : [])]);
      const parts = [...(takesRows ? ["those of rows"] : []), ...own.map(withStatus)];
      return [code(url), summary, parts.join(", ")];
    }),
    ...asked.map(({ url, summary, problems }) => [
      code(url),
      `${summary}, by a key in the body`,
      without(problems, everywhere).map(withStatus).join(", "),
    ]),
    ...askedFor.map(({ url, summary, problems }) => [
      code(url),
      `${summary}, with features in the body`,
      without(problems, everywhere).map(withStatus).join(", "),
    ]),
    ["those that take rows", "", without(rows, everywhere).map(withStatus).join(", ")],
    ["those of a model by key with features", "", question.map(withStatus).join(", ")],
    ["those of a sensitive model", "", people.map(withStatus).join(", ")],
    ["those of a model that keeps decisions", "", kept.map(withStatus).join(", ")],
    ["all", "", general.map(withStatus).join(", ")],
  ];
};

/** A model that takes keys of text in a body. */
const TEXT_KEYED: TinyRelease = {
  users: [],
  description: {
    serving: {
      by: "key",
      keys: [{ name: "id", type: "text" }],
      ask: "body",
      paths: { features: `/api/${MODEL}/features`, prediction: `/api/${MODEL}/prediction` },
      answer: "resultado",
    },
  },
};

const PREDICTION = "POST /v1/models/:model/prediction";

const operationsOf = async (tiny: TinyRelease): Promise<readonly Operation[]> => {
  const store = memoryBlobStore();
  const { version } = await publishTiny(store, { model: MODEL, ...tiny });
  const releases = [await openRelease(store, MODEL, version)];
  const { paths } = openApiDocument({
    releases,
    authMode: "none",
    parts: DOCUMENT_PARTS,
  }) as unknown as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary, responses }]) => ({
      url: (method === "get" ? "" : `${method.toUpperCase()} `) + patternOf(path),
      summary,
      problems: Object.entries(responses).flatMap(([status, { content = {} }]) =>
        status === "200"
          ? []
          : Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples)),
      ),
    })),
  );
};

const patternOf = (path: string): string =>
  path
    .replaceAll(/\{(\w+)\}/g, ":$1")
    .split("/")
    .map((segment) => (segment === MODEL ? ":model" : segment))
    .join("/");

const problemsAt = (operations: readonly Operation[], url: string): readonly string[] =>
  operations.find((operation) => operation.url === url)!.problems;

const common = (operations: readonly Operation[]): readonly string[] =>
  operations
    .map(({ problems }) => problems)
    .reduce((all, problems) => all.filter((problem) => problems.includes(problem)));

const without = (problems: readonly string[], others: readonly string[]): readonly string[] =>
  problems.filter((problem) => !others.includes(problem));

const statusOf = (problem: string): number => PROBLEMS[problem as keyof typeof PROBLEMS].status;

const withStatus = (problem: string): string => `${statusOf(problem)} ${code(problem)}`;
