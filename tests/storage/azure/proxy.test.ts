import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { startApi } from "../../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, versionOf } from "../../support/release.js";
import { despliega } from "../../trainer/support/command-line.js";

/** A proxy that does not exist. */
const DEAD = "http://127.0.0.1:9";

const listening = async (server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

const container = newContainer();
beforeAll(async () => {
  await promoteTiny(await azuriteStore({ container }));
});

describe("an account on this machine is contacted directly", () => {
  const releases = async (
    settings: Readonly<Record<string, string>>,
    connectionString = azuriteConnectionString(),
  ) => {
    const { code, stderr, lines } = await despliega(
      {
        AZURE_STORAGE_CONNECTION_STRING: connectionString,
        DESPLIEGA_CONTAINER_NAME: container,
        DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "5",
        ...settings,
      },
      "releases",
      "riesgo",
    );
    return { code, stderr, versions: lines().map(({ version }) => version) };
  };
  const found = { code: 0, stderr: "", versions: [versionOf(1)] };

  test.each([
    [{ HTTP_PROXY: DEAD }],
    [{ HTTPS_PROXY: DEAD, no_proxy: "example.org" }],
    [{ ALL_PROXY: DEAD, NO_PROXY: "example.org, .example.com" }],
    [{ http_proxy: DEAD }],
    [{ HTTP_PROXY: "127.0.0.1:9" }],
    [{ HTTP_PROXY: "proxy.example.org:9" }],
  ])("by the trainer with %p", async (settings) => {
    expect(await releases(settings)).toEqual(found);
  });

  test("by its name too", async () => {
    const named = azuriteConnectionString().replace("//127.0.0.1", "//localhost");
    expect(await releases({ HTTP_PROXY: DEAD }, named)).toEqual(found);
  });

  test("by the api", async () => {
    const api = startApi({
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
      DESPLIEGA_START_RETRY_SECONDS: "0",
      HTTP_PROXY: DEAD,
      HTTPS_PROXY: DEAD,
    });
    expect(await api.ready()).toMatch(/^http:/);
    api.child.kill("SIGTERM");
    expect(await api.ended).toEqual({ code: 0, stderr: "" });
  });
});

test("managed identity is contacted directly on a host that has it", async () => {
  const asked: string[] = [];
  const identity = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(400).end();
  });
  const { code, stderr } = await despliega(
    {
      DESPLIEGA_STORAGE_ACCOUNT_URL: "https://account.invalid",
      IDENTITY_ENDPOINT: `http://127.0.0.1:${await listening(identity)}/msi/token`,
      IDENTITY_HEADER: "x",
      HTTP_PROXY: DEAD,
    },
    "releases",
    "riesgo",
  );
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/^STORE_/) });
  expect(asked[0]).toMatch(/^\/msi\/token\?.*resource=/);
  identity.close();
});

describe("an account elsewhere", () => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(403).end();
  });
  afterAll(() => void proxy.close());

  const account = {
    DESPLIEGA_STORAGE_ACCOUNT_URL: "http://account.invalid",
    DESPLIEGA_STORAGE_ACCOUNT_KEY: "c2VjcmV0",
  };

  test("is contacted through the proxy", async () => {
    const HTTP_PROXY = `http://127.0.0.1:${await listening(proxy)}`;
    const { stderr } = await despliega({ ...account, HTTP_PROXY }, "releases", "riesgo");
    expect(stderr).toMatch(/^STORE_REFUSED/);
    expect(asked[0]).toMatch(/^http:\/\/account\.invalid\/despliega/);
  });

  test("is not contacted through a proxy that is no url, and the error names the setting", async () => {
    const HTTP_PROXY = "10.0.0.1:3128";
    expect(await despliega({ ...account, HTTP_PROXY }, "releases", "riesgo")).toMatchObject({
      code: 1,
      stderr: "SETTING_INVALID: HTTP_PROXY: must be a url such as http://proxy:3128\n",
    });
  });
});
