import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

import { afterEach, expect, jest } from "@jest/globals";

import { startApi } from "../../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { watchLoaded } from "../../support/loaded.js";
import { needing } from "../../support/needing.js";
import { promoteTiny, versionOf } from "../../support/release.js";
import { temporaryDirectory } from "../../support/temporary.js";

jest.setTimeout(120_000);

const KEY = "00000000-0000-4000-8000-000000000001";

interface Envelope {
  readonly name: string;
  readonly iKey: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseType: string;
    readonly baseData: Readonly<Record<string, unknown>>;
  };
}

const envelopes: Envelope[] = [];
const asked: string[] = [];

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  asked.push(`${request.method} ${request.url}`);
  const sent = await buffer(request);
  const text = String(request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent);
  const all = text.startsWith("[")
    ? (JSON.parse(text) as Envelope[])
    : text.split("\n").map((line) => JSON.parse(line) as Envelope);
  envelopes.push(...all);
  const { length } = all;
  response
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ itemsReceived: length, itemsAccepted: length, errors: [] }));
};

/** What takes spans in as Application Insights does: lines of JSON or a list, gzipped or not, and by TLS alone. */
const takeIn = async (): Promise<{ readonly url: string; readonly certificate: string }> => {
  const directory = await temporaryDirectory();
  const [key, certificate] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
  execFileSync("openssl", ["req", ...made, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (request, response) => void take(request, response),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, certificate };
};

const { test } = needing("openssl", spawnSync("openssl", ["version"]).status === 0);

test("Application Insights gets requests and what they depend on, and nobody else is told anything", async () => {
  const container = newContainer();
  await promoteTiny(await azuriteStore({ container }));
  const { url: endpoint, certificate } = await takeIn();
  const loaded = await watchLoaded();
  const api = startApi({
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
    NODE_EXTRA_CA_CERTS: certificate,
    ...loaded.settings,
  });
  const url = await api.ready();
  await fetch(`${url}/api/user/5008806/prediccion`);
  api.child.kill();
  expect(await api.ended).toEqual({ code: 0, stderr: "" });

  const requests = envelopes.filter(({ data }) => data.baseType === "RequestData");
  expect(requests).toEqual([
    expect.objectContaining({
      iKey: KEY,
      tags: expect.objectContaining({
        "ai.cloud.role": "despliega-api",
        "ai.operation.name": "GET /api/user/:id/prediccion",
      }),
      data: expect.objectContaining({
        baseData: expect.objectContaining({
          name: "GET /api/user/:id/prediccion",
          responseCode: "200",
          success: true,
          properties: expect.objectContaining({
            "despliega.model": "riesgo",
            "despliega.version": versionOf(1),
          }),
        }),
      }),
    }),
  ]);
  const kinds = new Set(envelopes.map(({ data }) => data.baseType));
  expect([...kinds].toSorted()).toEqual(["RemoteDependencyData", "RequestData"]);
  expect(JSON.stringify(envelopes)).not.toContain("5008806");
  expect(new Set(asked)).toEqual(new Set(["POST /v2.1/track"]));
  expect([...new Set((await loaded.read()).hosts)]).toEqual(["127.0.0.1"]);
});
