import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";

/** A server that accepts connections and never answers. */
export interface SilentServer {
  readonly port: number;
  /** Resolves with the next connection. */
  readonly connected: () => Promise<unknown>;
  /** Connections so far. */
  readonly connections: () => number;
  /** Also ends what it accepted: a connection of which nobody reads does not see that the other side is gone. */
  close(): void;
}

/** Starts one on a free port of loopback. */
export const startSilentServer = async (): Promise<SilentServer> => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on("error", () => {})));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    connected: () => once(server, "connection"),
    connections: () => sockets.length,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};
