/**
 * The sandbox over real sockets. It uses `node:http`, which Deno has too, because only there a server
 * can close a connection in the middle of an answer's headers.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Reply } from "./reply.ts";
import type { Routes } from "./routes.ts";

/** Where a sandbox listens. */
export interface ServeOptions {
  /**
   * The port. 0 takes a free one.
   *
   * @default 0
   */
  readonly port?: number | undefined;
  /**
   * The address.
   *
   * @default "127.0.0.1"
   */
  readonly hostname?: string | undefined;
}

/** A sandbox that is listening. */
export interface Served {
  /** Its address, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops it and closes its connections. */
  readonly close: () => Promise<void>;
}

/** The sandbox can't listen at the given address and port. */
export class ListenError extends Error {
  /** For `Effect.catchTag`. */
  readonly _tag = "ListenError" as const;
  /** The error's name. */
  override readonly name = "ListenError";

  /** Puts the address and the runtime's reason into the message. */
  constructor(where: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The sandbox can't listen on ${where}: ${reason}`, { cause });
  }
}

/** Serves the sandbox. Rejects with a {@linkcode ListenError} if it can't listen there. */
export const serve = (routes: Routes, options: ServeOptions = {}): Promise<Served> => {
  const { hostname = "127.0.0.1", port = 0 } = options;
  const server = createServer((request, response) => {
    handle(routes, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(new ListenError(`${hostname}, port ${port}`, cause)));
    server.listen(port, hostname, () => {
      const { port } = server.address() as AddressInfo;
      const host = hostname.includes(":") ? `[${hostname}]` : hostname;
      resolve({ url: `http://${host}:${port}`, close: () => close(server) });
    });
  });
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const handle = async (
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const chunks: Array<Uint8Array> = [];
  let bytes = 0;
  for await (const chunk of request) {
    // One chunk beyond the limit is enough to show that the body is too large.
    if (bytes <= routes.maxBodyBytes) chunks.push(chunk);
    bytes += chunk.length;
  }
  const reply = routes.answer({
    method: request.method ?? "GET",
    url: request.url ?? "/",
    headers: new Headers(request.headers as Record<string, string>),
    body: Buffer.concat(chunks),
  });
  deliver(reply, request, response);
};

const deliver = (reply: Reply, request: IncomingMessage, response: ServerResponse): void => {
  const bytes = new TextEncoder().encode(reply.body);
  const half = bytes.subarray(0, bytes.length >> 1);
  switch (reply.delivered) {
    case "whole":
      response.writeHead(reply.status, { ...reply.headers, "content-length": bytes.length });
      response.end(bytes);
      return;
    case "cut-before-headers":
      request.socket.destroy();
      return;
    case "cut-headers":
      request.socket.end(`HTTP/1.1 ${reply.status} OK\r\ncontent-ty`);
      return;
    case "cut-body":
    case "stall-body":
      response.writeHead(reply.status, { ...reply.headers, "content-length": bytes.length });
      response.write(half, () => {
        if (reply.delivered === "cut-body") request.socket.destroy();
      });
      return;
    case "stall-before-headers":
      return;
  }
};
