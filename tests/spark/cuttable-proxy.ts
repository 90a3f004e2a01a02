import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Hands on connections to a port of this machine until they are cut; later ones are handed on again. */
export const cuttableProxy = async (to: number, port = 0) => {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(to, "127.0.0.1");
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    client.pipe(target).pipe(client);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    async close(): Promise<void> {
      cut();
      server.close();
      await once(server, "close");
    },
  };
};
