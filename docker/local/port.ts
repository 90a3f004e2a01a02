import { createServer } from "node:net";

import { defineError } from "@despliega/storage";

/** Another program has the api's port. */
export const PortTaken = defineError<{ port: number }>(
  "PORT_TAKEN",
  ({ port }) =>
    `Port ${port} is in use: stop what listens there, or choose another with PORT=8081 npm start`,
);

/** Fails before any work is done when the api could not listen at its end. @throws `PORT_TAKEN` */
export const requireFreePort = async (environment: NodeJS.ProcessEnv): Promise<void> => {
  const port = Number(environment["PORT"] || 8080);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return; // the api says what is wrong with it
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (cause) => reject(new PortTaken({ port }, { cause })));
    probe.listen(port, environment["HOST"] || "127.0.0.1", () => probe.close(() => resolve()));
  });
};
