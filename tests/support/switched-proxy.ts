import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to Azurite that can be cut. */
export interface SwitchedProxy {
  /** Leads to the same account, through here. */
  readonly connectionString: string;
  /** Cuts every connection and refuses new ones. */
  off(): Promise<void>;
  on(): Promise<void>;
}

/** Opens a way to the account of a connection string; it is on. */
export const startSwitchedProxy = async (connectionString: string): Promise<SwitchedProxy> => {
  const endpoint = new URL(/BlobEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? "");
  const sockets = new Set<Socket>();
  const hold = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => {}).once("close", () => sockets.delete(socket));
  };
  const server = createServer((incoming) => {
    const outgoing = hold(connect(Number(endpoint.port), endpoint.hostname));
    hold(incoming).pipe(outgoing).pipe(incoming);
    incoming.once("close", () => outgoing.destroy());
    outgoing.once("close", () => incoming.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: connectionString.replace(endpoint.host, `127.0.0.1:${port}`),
    async off() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async on() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
  };
};
