import { once } from "node:events";
import { createServer } from "node:http";

import { listen, type Address } from "@despliega/api";

/** Fails before any work is done when the api could not listen at its end. @throws `PORT_BUSY`, `ADDRESS_REFUSED` */
export const requireFreePort = async (address: Address): Promise<void> => {
  const server = await listen(createServer(), address);
  server.close();
  await once(server, "close");
};
