import { hostname } from "node:os";

import { userName } from "@despliega/storage";

/**
 * The user and the machine that run this process, for the ledger. The user is a number where the system knows no name.
 */
export const currentActor = (): string => `${userName()}@${hostname()}`;
