import { createHash, randomBytes } from "node:crypto";

import { afterAll } from "@jest/globals";

import { startApi, type ApiProcess } from "../../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, type TinyRelease } from "../../support/release.js";

const started: ApiProcess[] = [];
afterAll(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

/** An api in a process of its own that serves a tiny release, until the test file ends. */
export const servedRelease = async (
  tiny: TinyRelease = {},
): Promise<{ readonly url: string; readonly key: string }> => {
  const container = newContainer();
  await promoteTiny(await azuriteStore({ container }), tiny);
  const key = randomBytes(24).toString("base64url");
  const api = startApi({
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_AUTH: "key",
    DESPLIEGA_API_KEYS: `smoke:${createHash("sha256").update(key).digest("hex")}`,
  });
  started.push(api);
  return { url: await api.ready(), key };
};
