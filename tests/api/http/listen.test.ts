import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

import { listen, stop, urlOf } from "@despliega/api";
import { expect, test } from "@jest/globals";

const local = { host: "127.0.0.1", port: 0 };

test("a busy port is one clear error", async () => {
  const server = await listen(createServer(), local);
  const port = Number(new URL(urlOf(server)).port);
  await expect(listen(createServer(), { ...local, port })).rejects.toMatchObject({
    code: "PORT_BUSY",
    message: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`),
  });
  await stop(server);
});

test("an address of another machine is one clear error", async () => {
  const elsewhere = { host: "192.0.2.1", port: 0 };
  await expect(listen(createServer(), elsewhere)).rejects.toMatchObject({
    code: "ADDRESS_REFUSED",
  });
});

test("an IPv6 address is in brackets in the url", () => {
  const address = () => ({ address: "::1", family: "IPv6", port: 8080 });
  expect(urlOf({ address } as never)).toBe("http://[::1]:8080");
});

test("stopping waits for the request in flight and takes no new one", async () => {
  let answer = () => {};
  const server = await listen(
    createServer((_request, response) => {
      answer = () => response.end("whole");
    }),
    local,
  );
  const url = urlOf(server);
  const requested = once(server, "request");
  const inFlight = fetch(url);
  await requested;
  const stopped = stop(server);
  await expect(fetch(url)).rejects.toThrow();
  answer();
  expect(await (await inFlight).text()).toBe("whole");
  await stopped;
});

test("a client that keeps its connection has it closed with the next answer", async () => {
  let answers = 0;
  const server = await listen(
    createServer((_request, response) => {
      answers++;
      response.end("whole");
    }),
    local,
  );
  const socket = connect(Number(new URL(urlOf(server)).port), "127.0.0.1");
  const received = text(socket);
  socket.write("GET / HTTP/1.1\r\nhost: test\r\n\r\nGET / HTTP/1.1\r\n");
  await once(socket, "data");
  const stopped = stop(server, 60);
  socket.write("host: test\r\n\r\n");
  await stopped;
  expect(answers).toBe(2);
  expect(await received).toMatch(/whole[^]*connection: close[^]*whole$/i);
});

test("a connection that never says anything is cut after the grace time", async () => {
  const server = await listen(createServer(), local);
  const socket = connect(Number(new URL(urlOf(server)).port), "127.0.0.1");
  await once(server, "connection");
  const closed = once(socket, "close");
  socket.resume();
  await stop(server, 0.05);
  await closed;
});
