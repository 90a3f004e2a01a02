import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { AddressRefused, PortBusy } from "../../errors/errors.js";

/** Where to listen. */
export interface Address {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/**
 * Starts to listen.
 *
 * @throws `PORT_BUSY`, `ADDRESS_REFUSED`
 */
export const listen = async (server: Server, { host, port }: Address): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "EADDRINUSE") reject(new PortBusy({ host, port }, { cause }));
      else
        reject(new AddressRefused({ host, port, problem: cause.code ?? cause.message }, { cause }));
    });
    server.listen(port, host, () => resolve(server));
  });

/** The url that a server answers on. */
export const urlOf = (server: Server): string => {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
};

/**
 * Stops listening and resolves when every request in flight has its answer and every connection is closed.
 *
 * @param graceSeconds after which connections that are still open are cut: Node.js counts one that never sent a request
 * as busy, and would wait for it without end
 */
export const stop = async (server: Server, graceSeconds = 5): Promise<void> => {
  // Clients keep connections for their next request: each is closed after its next answer.
  server.prependListener("request", (_request, response: ServerResponse) => {
    response.setHeader("connection", "close");
  });
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceSeconds * 1_000);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(cut);
};
