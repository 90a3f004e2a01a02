import { once } from "node:events";
import { createServer } from "node:http";

import { listen, PortBusy, type Address } from "@despliega/api";

/**
 * Fails before any work is done when the api could not listen at its end.
 *
 * @param after the port that was set, where this one follows from it
 * @throws `PORT_BUSY`, `ADDRESS_REFUSED`
 */
export const requireFreePort = async (address: Address, after?: number): Promise<void> => {
  const server = await listen(createServer(), address).catch((cause: unknown) => {
    if (after === undefined || !(cause instanceof PortBusy)) throw cause;
    throw new PortBusy({ ...address, after }, { cause });
  });
  server.close();
  await once(server, "close");
};
