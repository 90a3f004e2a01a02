import {
  decisionsAbout,
  findDecision,
  keyHasher,
  openLine,
  readPredictionKey,
  type BlobStore,
} from "@despliega/storage";

import { keyPair } from "../../../storage/watch/decisions/support.js";
import { startApi, type ApiProcess } from "../../../support/api-process.js";
import { azuriteStoreOf } from "../../../support/azurite.js";
import { promoteTiny } from "../../../support/release.js";
import { testKey } from "../../../support/test-key.js";

const MODEL = "riesgo";
const KEY = 5_008_806;
const PAIR = keyPair();
const DESPLIEGA_PREDICTION_KEY = testKey(7).toString("base64");
const TAG = keyHasher(readPredictionKey({ DESPLIEGA_PREDICTION_KEY })!, MODEL)([KEY]);

/** An api in a process of its own whose model accounts for every answer. */
export interface DecidingApi extends ApiProcess {
  /** Where it is asked. */
  readonly url: string;
  /** Asks once: the id of the answer, or the code of the problem that came instead; neither where the connection broke. */
  readonly ask: () => Promise<{ readonly id?: string; readonly problem?: string }>;
}

/** Starts an api over containers with this name, which it makes. @param direct leads to the account without a proxy */
export const startDecidingApi = async (
  container: string,
  { direct, connectionString = direct }: { direct: string; connectionString?: string },
): Promise<DecidingApi> => {
  const releases = await azuriteStoreOf({ connectionString: direct, container });
  await releases.ensureContainer();
  await promoteTiny(releases, { model: MODEL, description: { decisions: "durable" } });
  const api = startApi({
    AZURE_STORAGE_CONNECTION_STRING: connectionString,
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_PREDICTION_CONTAINER_NAME: `${container}-decisions`,
    DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "2",
    DESPLIEGA_REQUEST_TIMEOUT_SECONDS: "2",
    DESPLIEGA_RATE_LIMIT: "0",
    DESPLIEGA_PREDICTION_KEY,
    DESPLIEGA_DECISION_KEYS: PAIR.publicText,
  });
  const url = `${await api.ready()}/api/user/${KEY}/prediccion`;
  return {
    ...api,
    url,
    async ask() {
      try {
        const response = await fetch(url);
        const body = (await response.json()) as { readonly code?: string };
        const id = response.headers.get("x-prediction-id") ?? "";
        return response.status === 200 ? { id } : { problem: `${body.code}` };
      } catch {
        return {};
      }
    },
  };
};

/** The store of the decisions of {@link startDecidingApi}. */
export const decisionStore = (container: string, connectionString: string): Promise<BlobStore> =>
  azuriteStoreOf({ connectionString, container: `${container}-decisions` });

/** Says what is wrong with the records of these answers: each is there, is found by its id and opens. */
export const brokenRecords = async (
  store: BlobStore,
  ids: readonly string[],
): Promise<string | undefined> => {
  const kept = new Set((await decisionsAbout(store, MODEL, [TAG])).map(({ id }) => id));
  const without = ids.filter((id) => !kept.has(id));
  if (without.length > 0) return `${without.length} of ${ids.length} answers have no record`;
  const last = ids.at(-1);
  if (last === undefined) return undefined;
  const { line } = await findDecision(store, [MODEL], last);
  const { id } = openLine(PAIR.privateKeys, MODEL, line);
  return id === last ? undefined : `the record of ${last} is that of ${id}`;
};
