import { defineError } from "@despliega/storage";

/** No model was named, and none in the container has a champion. */
export const NoModel = defineError(
  "NO_MODEL",
  ({ url }: { url: string }) =>
    `No model in ${url} has a champion: train one, or check CONTAINER_NAME and MODELS`,
);

/** The address to listen on is taken. */
export const PortBusy = defineError(
  "PORT_BUSY",
  ({ host, port }: { host: string; port: number }) =>
    `Port ${port} on ${host} is in use: stop what listens there, or set PORT to another one`,
);

/** The address to listen on is not one that this process may have. */
export const AddressRefused = defineError(
  "ADDRESS_REFUSED",
  ({ host, port, problem }: { host: string; port: number; problem: string }) =>
    `Cannot listen on port ${port} of ${host} (${problem}): set HOST and PORT to an address of this machine`,
);

/**
 * Everything that can go wrong with a request, by its stable code. The detail says what to do, and is fixed text, so
 * that no answer repeats what the caller sent.
 */
export const PROBLEMS = {
  REQUEST_INVALID: { status: 400, detail: "The request is not well-formed" },
  ENTITY_ID_INVALID: { status: 400, detail: "The id in the url must be 1 to 15 digits" },
  DETAIL_INVALID: { status: 400, detail: "detalle must be true or false, and be given once" },
  ENTITY_UNKNOWN: { status: 404, detail: "The loaded release knows nobody with that id" },
  ROUTE_UNKNOWN: { status: 404, detail: "There is nothing at this url" },
  METHOD_NOT_ALLOWED: { status: 405, detail: "This url answers GET and HEAD" },
  INTERNAL: { status: 500, detail: "Something went wrong here, not in the request" },
  NOT_READY: { status: 503, detail: "The models are still being loaded; try again soon" },
} as const satisfies Record<string, { readonly status: number; readonly detail: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
