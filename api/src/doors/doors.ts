import type { BodyType, Door } from "./door.js";
import { mlflow } from "./mlflow.js";
import { v1 } from "./v1.js";
import { v2 } from "./v2.js";

/** Every protocol that rows are scored by. */
export const DOORS = { v1, mlflow, v2 } as const satisfies Readonly<Record<string, Door>>;

export type DoorName = keyof typeof DOORS;

/** What each of them reads. */
export const BODY_TYPES: Readonly<Record<DoorName, readonly BodyType[]>> = {
  v1: ["json"],
  mlflow: ["json", "csv"],
  v2: ["json"],
};
