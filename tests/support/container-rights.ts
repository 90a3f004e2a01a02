import { once } from "node:events";
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

import { accountPart, signatureFor } from "./sas.js";

/** A way to an Azurite with rights per container, as role assignments give them in Azure. */
export interface ContainerRights {
  /** Leads to the account without a key. */
  readonly connectionString: string;
  /** Containers that were asked for, each with a method and the first folder of the blob. */
  readonly asked: ReadonlySet<string>;
  close(): void;
}

const OF_SIGNATURES = ["sv", "sp", "se", "sr", "sig"];

/**
 * Opens a way on which every request gets the shared access signature of its container, which Azurite enforces. A container
 * without rights gets none.
 *
 * @param rights permissions by container: letters, in the order racwdxltmeop
 * @param connectionString of the account. Default: the run's Azurite
 */
export const startContainerRights = async (
  rights: Readonly<Record<string, string | undefined>>,
  connectionString?: string,
): Promise<ContainerRights> => {
  const endpoint = new URL(accountPart("BlobEndpoint", connectionString));
  const asked = new Set<string>();
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url!, endpoint);
    const [, , container = "", folder = ""] = url.pathname.split("/");
    asked.add(`${incoming.method} ${container} ${folder}`.trim());
    for (const name of OF_SIGNATURES) url.searchParams.delete(name);
    const own = rights[container];
    const query = own === undefined ? "" : signatureFor(container, own, { connectionString });
    const path = `${url.pathname}?${[url.searchParams.toString(), query].filter(Boolean).join("&")}`;
    const outgoing = send(
      { host: endpoint.hostname, port: endpoint.port, path, method: incoming.method },
      (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      },
    ).on("error", () => response.destroy());
    for (const [name, value] of Object.entries(incoming.headers))
      if (name !== "authorization") outgoing.setHeader(name, value!);
    incoming.pipe(outgoing);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const blobs = `http://127.0.0.1:${port}${endpoint.pathname}`;
  return {
    connectionString: `BlobEndpoint=${blobs};SharedAccessSignature=${signatureFor("none", "r", { connectionString })}`,
    asked,
    close: () => void server.close(),
  };
};
