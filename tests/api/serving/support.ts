import type { BlobStore } from "@despliega/storage";
import { afterEach, jest } from "@jest/globals";

import { startApi, type ApiProcess } from "../../support/api-process.js";
import { azuriteConnectionString, azuriteStoreOf, newContainer } from "../../support/azurite.js";
import { parsePrometheus, valueOf } from "../ops/prometheus-text.js";

// Processes start and stop here, and pointers are looked at every second: slow on a busy machine, never by design.
jest.setTimeout(90_000);

const started: ApiProcess[] = [];
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

/** A container of its own, and the settings that lead an api there. */
export const newStorage = async (
  connectionString = azuriteConnectionString(),
): Promise<{ readonly store: BlobStore; readonly settings: NodeJS.ProcessEnv }> => {
  const container = newContainer();
  const store = await azuriteStoreOf({ container });
  await store.ensureContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: connectionString,
    DESPLIEGA_CONTAINER_NAME: container,
  };
  return { store, settings };
};

/** Starts an api that lasts as long as its test. */
export const start = (settings: NodeJS.ProcessEnv): ApiProcess => {
  const api = startApi(settings);
  started.push(api);
  return api;
};

/** The answer and the release of the low-risk user. */
export const predictionAt = async (url: string): Promise<readonly [string, string | null]> => {
  const answer = await fetch(`${url}/api/user/5008806/prediccion`);
  return [await answer.text(), answer.headers.get("despliega-release")];
};

/** A metric of the one model. */
export const metricAt = async (url: string, name: string): Promise<number> =>
  valueOf(parsePrometheus(await (await fetch(`${url}/metrics`)).text()), name) ?? NaN;

/** Lines of failed refreshes, by their codes. */
export const failuresIn = ({ lines }: ApiProcess): readonly unknown[] =>
  lines.filter(({ msg }) => msg?.startsWith("refresh failed")).map(({ code }) => code);
