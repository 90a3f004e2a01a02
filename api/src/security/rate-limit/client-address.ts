import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

import proxyaddr, { type Trust } from "proxy-addr";

import type { TrustProxy } from "./settings.js";

/** The part of a request that holds its origin. */
export type Incoming = Pick<IncomingMessage, "headers" | "socket">;

const UNKNOWN = "unknown";

// The front ends of Azure App Service write the caller's port behind its address.
const WITH_PORT = /^(?:\[(?<v6>[^\]]+)\](?::\d+)?|(?<v4>[\d.]+):\d+)$/;

const withoutPort = (text: string): string => {
  const { v6, v4 } = WITH_PORT.exec(text)?.groups ?? {};
  return v6 ?? v4 ?? text;
};

// A proxy behind another one may be in the header with its port, too.
const withoutPorts =
  (trust: Trust): Trust =>
  (address, hop) =>
    trust(withoutPort(address), hop);

/** Makes the function that finds the address of the caller: that of the socket, or of `x-forwarded-for` behind trusted proxies. */
export const clientAddressOf = (
  trustProxy: TrustProxy | undefined,
): ((request: Incoming) => string) => {
  const ofSocket = ({ socket }: Incoming) => socket.remoteAddress ?? UNKNOWN;
  if (trustProxy === undefined) return ofSocket;
  const trust =
    typeof trustProxy === "number"
      ? (_address: string, hop: number) => hop < trustProxy
      : withoutPorts(proxyaddr.compile([...trustProxy]));
  return (request) => {
    const address = withoutPort(proxyaddr(request, trust) ?? UNKNOWN);
    return isIP(address) === 0 ? ofSocket(request) : address;
  };
};
