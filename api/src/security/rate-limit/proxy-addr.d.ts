declare module "proxy-addr" {
  import type { IncomingMessage } from "node:http";

  export type Trust = (address: string, hop: number) => boolean;

  /** Walks from the socket towards the caller for as long as the proxies are trusted. */
  function proxyaddr(
    request: Pick<IncomingMessage, "headers" | "socket">,
    trust: Trust,
  ): string | undefined;

  namespace proxyaddr {
    /** Throws for what is neither an address, a subnet nor one of the package's names for some. */
    function compile(addresses: string[]): Trust;
  }

  export default proxyaddr;
}
