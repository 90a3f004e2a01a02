import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";

import { keyIdOf, openRelease, requireChampion } from "@despliega/storage";
import { afterEach, expect, jest } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { needing } from "../../support/needing.js";
import { promoteTiny } from "../../support/release.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { despliega } from "../../trainer/support/command-line.js";

jest.setTimeout(60_000);

const open: { close(): unknown }[] = [];
afterEach(() => open.splice(0).forEach((server) => server.close()));

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** Signs a digest, which no function of node:crypto takes, and gives r and s as a vault does. */
const signDigest = async (digest: Buffer): Promise<string> => {
  const file = join(await temporaryDirectory(), "vault.pem");
  writeFileSync(file, privateKey.export({ format: "pem", type: "pkcs8" }));
  const der = execFileSync("openssl", ["pkeyutl", "-sign", "-inkey", file], { input: digest });
  const whole = (at: number) => der.subarray(at + 2, at + 2 + der[at + 1]!);
  const fixed = (bytes: Buffer) =>
    Buffer.concat([Buffer.alloc(32), bytes])
      .subarray(bytes.length)
      .subarray(-32);
  const r = whole(2);
  const s = whole(2 + 2 + r.length);
  return Buffer.concat([r, s].map(fixed)).toString("base64url");
};

const portOf = async (server: Server | ReturnType<typeof createHttpServer>): Promise<number> => {
  open.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

/** What App Service answers for its identity. */
const startIdentity = async () =>
  portOf(
    createHttpServer((request, response) => {
      const resource = new URL(request.url!, "http://x").searchParams.get("resource");
      const expires_on = `${Math.floor(Date.now() / 1_000) + 3_600}`;
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ access_token: `for ${resource}`, expires_on, token_type: "Bearer" }));
    }),
  );

/** Answers "Get Key" and "sign" as they are documented, by TLS alone. */
const startVault = async (status: () => number) => {
  const directory = await temporaryDirectory();
  const [key, certificate] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
  execFileSync("openssl", ["req", ...made, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  const asked: string[] = [];
  const answer = async (request: IncomingMessage, origin: string): Promise<object> => {
    const kid = `${origin}/keys/releases/9885aa55`;
    if (request.method === "GET") {
      const { x, y } = publicKey.export({ format: "jwk" });
      return { key: { kid, kty: "EC", key_ops: ["sign"], crv: "P-256", x, y }, attributes: {} };
    }
    const { alg, value } = (await json(request)) as { alg: string; value: string };
    expect(alg).toBe("ES256");
    return { kid, value: await signDigest(Buffer.from(value, "base64url")) };
  };
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.writeHead(status(), { "content-type": "application/json" });
      void answer(request, `https://${request.headers.host}`).then((body) =>
        response.end(JSON.stringify(body)),
      );
    },
  );
  const url = `https://127.0.0.1:${await portOf(server)}`;
  return { url, certificate, asked };
};

const { test } = needing("openssl", spawnSync("openssl", ["version"]).status === 0);

test("a key of a vault signs a release and its pointer by the identity of this machine", async () => {
  let status = 200;
  const vault = await startVault(() => status);
  const container = newContainer();
  const store = await azuriteStore({ container });
  await promoteTiny(store);
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_SIGNING_KEY_VAULT_KEY: `${vault.url}/keys/releases`,
    NODE_EXTRA_CA_CERTS: vault.certificate,
    IDENTITY_ENDPOINT: `http://127.0.0.1:${await startIdentity()}/msi/token`,
    IDENTITY_HEADER: "anything",
  };
  expect(await despliega(settings, "sign", "riesgo")).toMatchObject({ code: 0 });
  const token = "Bearer for https://vault.azure.net";
  const signed = `POST /keys/releases/9885aa55/sign?api-version=7.4 ${token}`;
  expect(vault.asked).toEqual([`GET /keys/releases?api-version=7.4 ${token}`, signed, signed]);

  const trusting = {
    ...store,
    signatures: { trusted: new Map([[keyIdOf(publicKey), publicKey]]) },
  };
  const { version, manifest } = await requireChampion(trusting, "riesgo");
  await openRelease(trusting, "riesgo", version, manifest);

  status = 403;
  const { code, stderr } = await despliega(settings, "sign", "--public-key");
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^SIGNER_FAILED: The key https.*answers 403: .*Key Vault Crypto User.*\n$/,
  );
});
