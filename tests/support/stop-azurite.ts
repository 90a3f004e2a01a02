import { azurite } from "./start-azurite.js";

/** Ends the run's Azurite. */
export default async (): Promise<void> => {
  await azurite?.close();
};
