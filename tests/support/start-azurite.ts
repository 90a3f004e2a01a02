import { startAzurite, type Azurite } from "@despliega/storage/azurite";

import { AZURITE } from "./azurite.js";

/** The one Azurite of a test run. */
export let azurite: Azurite | undefined;

/** Starts an Azurite in memory that all test files of a run share, each in containers of its own. */
export default async (): Promise<void> => {
  azurite = await startAzurite();
  process.env[AZURITE] = azurite.connectionString;
};
