import { once } from "node:events";
import { createServer, type Socket } from "node:net";

export interface Listening {
  readonly port: number;
  /** The most that were open at once. */
  readonly mostConnections: number;
  /** Destroys every connection and stops listening; the second time, nothing. */
  close(): Promise<void>;
}

/** Accepts TCP connections on 127.0.0.1, at a port that the system chooses. */
export async function listenOnLoopback(onConnection: (socket: Socket) => void): Promise<Listening> {
  const open = new Set<Socket>();
  let most = 0;
  const server = createServer((socket) => {
    open.add(socket);
    most = Math.max(most, open.size);
    socket.once("close", () => open.delete(socket));
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("a TCP server has an address and a port");
  }
  return {
    port: address.port,
    get mostConnections() {
      return most;
    },
    async close() {
      if (!server.listening) {
        return;
      }
      const closed = once(server, "close");
      server.close();
      for (const socket of open) {
        socket.destroy();
      }
      await closed;
    },
  };
}
