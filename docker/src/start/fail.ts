import { DespliegaError } from "@despliega/storage";

import type { Stop } from "./stop.js";

/** Stops everything and exits: with code 1 and one line, or with code 0 when the failure is only that of a stop. */
export const fail = async (error: unknown, stop: Stop): Promise<never> => {
  await stop.now();
  if (stop.requested) process.exit(0);
  if (!(error instanceof DespliegaError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exit(1);
};
