import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import { afterAll } from "@jest/globals";

import { startApi, type ApiProcess } from "../../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, type TinyRelease } from "../../support/release.js";

const started: ApiProcess[] = [];
const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  for (const { child, ended } of started.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

/** An api and the key that it wants. */
export interface ServedApi {
  readonly url: string;
  readonly key: string;
}

/** An api in a process of its own that serves tiny releases, by default one, until the test file ends. */
export const servedRelease = async (...tinies: readonly TinyRelease[]): Promise<ServedApi> => {
  const container = newContainer();
  const store = await azuriteStore({ container });
  for (const tiny of tinies.length === 0 ? [{}] : tinies) await promoteTiny(store, tiny);
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

/** What a test makes of an answer: another body, or a status without one; undefined leaves it as it is. */
export type Alter = (path: string, body: unknown, authorization?: string) => unknown;

/** The answers of an api, some of them altered on the way; the api's key is added to every request. */
export const altered = async ({ url, key }: ServedApi, alter: Alter): Promise<ServedApi> => {
  const server = createServer((request, response) => {
    const forward = async (): Promise<void> => {
      const path = request.url!;
      const { method = "GET", headers } = request;
      const answer = await fetch(url + path, {
        method,
        headers: { "x-api-key": key, "content-type": "application/json" },
        ...(method === "POST" ? { body: JSON.stringify(await json(request)) } : {}),
      });
      const body: unknown = await answer.json().catch(() => null);
      const changed = alter(path, body, headers.authorization) ?? body;
      if (typeof changed === "number") response.writeHead(changed).end();
      else response.writeHead(answer.status).end(JSON.stringify(changed));
    };
    forward().catch(() => response.writeHead(500).end());
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key };
};
