import { inspect } from "node:util";

import { ACCOUNT_CODES, DespliegaError } from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { refuse, refuseBare } from "../../../support/faults.js";
import { startFaultyProxy } from "../../../support/faulty-proxy.js";
import { endingsOf, wrongWords, type AccountAnswer } from "./expected.js";
import { clearGround, layGround, OPERATIONS, type Operation } from "./operations.js";
import type { StorageStage } from "./try-case.js";

/** One error code, answered to one operation. */
export interface CodeCase extends AccountAnswer {
  readonly title: string;
  /** Whether the body contains it beside the header. */
  readonly body: boolean;
  /** The first request that is answered so. */
  readonly from: 1 | 2;
}

/** Requests that one operation may make at most: four tries of the SDK, or four of ours, at each of a few steps. */
const MOST_REQUESTS = 40;

/** Codes that no version of ours knows. */
const UNKNOWN: readonly (readonly [string, number])[] = [
  ["SomethingNewHappened", 400],
  ["SomethingNewHappened", 403],
  ["SomethingNewHappened", 404],
  ["SomethingNewHappened", 409],
  ["SomethingNewHappened", 412],
];

const answers = [
  ...Object.entries(ACCOUNT_CODES).flatMap(([code, { statuses }]) =>
    statuses.map((status) => [code, status] as const),
  ),
  ...UNKNOWN,
];

/** Every code at every operation: answered once and always, with a body and in the header alone. */
export const codeCases = (): CodeCase[] =>
  (Object.keys(OPERATIONS) as Operation[]).flatMap((operation) =>
    answers.flatMap(([code, status]) =>
      [
        { from: 1, lasting: true, body: true },
        { from: 1, lasting: true, body: false },
        { from: 1, lasting: false, body: true },
        { from: 2, lasting: true, body: true },
      ].map((form): CodeCase => ({
        ...(form as Pick<CodeCase, "from" | "lasting" | "body">),
        operation,
        code,
        status,
        title: `${operation}: ${status} ${code} ${form.lasting ? "from" : "at"} request ${form.from}${form.body ? "" : ", header alone"}`,
      })),
    ),
  );

/** Tries one code; returns the promise that it breaks, and how the operation ended. */
export const tryCode = async (
  one: CodeCase,
  { connectionString, large }: StorageStage,
  container: string,
  name: string,
): Promise<{ readonly broken: string | undefined; readonly ended: string }> => {
  const { operation, code, status, from, lasting, body } = one;
  const direct = await azuriteStoreOf({ connectionString, container });
  const ground = await layGround(direct, name, large);
  const treatment = body ? refuse(status, code, "No.") : refuseBare(status, code);
  const proxy = await startFaultyProxy(connectionString, (_request, number) =>
    number === from || (lasting && number > from) ? treatment : undefined,
  );
  const store = await azuriteStoreOf({ connectionString: proxy.connectionString, container });
  try {
    const error: unknown = await Promise.resolve(OPERATIONS[operation](store, ground)).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    const seen = { requests: proxy.requests(), reached: proxy.failed() > 0 };
    return { broken: problemOf(one, error, seen), ended: endOf(error) };
  } finally {
    proxy.close();
    await clearGround(direct, ground);
  }
};

const endOf = (error: unknown): string =>
  error === undefined ? "done" : error instanceof DespliegaError ? error.code : inspect(error);

const problemOf = (
  one: CodeCase,
  error: unknown,
  { requests, reached }: { readonly requests: number; readonly reached: boolean },
): string | undefined => {
  const end = endOf(error);
  if (requests > MOST_REQUESTS) return `${requests} requests`;
  const endings = reached ? endingsOf(one) : ["done"];
  if (!endings.includes(end)) return `it ends with ${end}, not with ${endings.join(" or ")}`;
  return error instanceof DespliegaError ? wrongWords(one, error) : undefined;
};
