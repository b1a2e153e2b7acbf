/** A server on a raw TCP socket. It records the requests that reach it, and misbehaves as a test says. */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

export interface RawRequest {
  /** Request line and headers. */
  readonly head: string;
  readonly body: string;
}

export interface RawServer {
  readonly url: string;
  readonly requests: ReadonlyArray<RawRequest>;
  /** Resolves when the first request has been answered, as far as the test wants. */
  readonly behaved: Promise<void>;
  /** Resolves when a client has closed its side of a connection. */
  readonly closed: Promise<void>;
  /** Refuses connections from now on. */
  readonly refuse: () => void;
}

/** Answers one request; `nth` counts from 0 over all connections. */
export type Behaviour = (
  write: (text: string) => Promise<void>,
  close: () => void,
  nth: number,
) => unknown;

const chunked = /^transfer-encoding: *chunked/im;
const contentLength = /^content-length: *(\d+)/im;

export const rawServer = (behave: Behaviour): Effect.Effect<RawServer, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const connections: Array<Deno.TcpConn> = [];
      const requests: Array<RawRequest> = [];
      const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
      const { promise: behaved, resolve: onBehaved } = Promise.withResolvers<void>();
      const observedBehaviour: Behaviour = async (...connection) => {
        await behave(...connection);
        onBehaved();
      };
      const serving = accept(listener, connections, requests, observedBehaviour, onClosed);
      return {
        listener,
        connections,
        requests,
        behaved,
        closed,
        serving,
        refuse: () => closeQuietly(listener),
        url: `http://127.0.0.1:${listener.addr.port}`,
      };
    }),
    ({ connections, listener, serving }) =>
      Effect.promise(async () => {
        closeQuietly(listener);
        connections.forEach(closeQuietly);
        await serving;
      }),
  );

const accept = async (
  listener: Deno.TcpListener,
  connections: Array<Deno.TcpConn>,
  requests: Array<RawRequest>,
  behave: Behaviour,
  onClosed: () => void,
): Promise<void> => {
  const serving: Array<Promise<void>> = [];
  for await (const connection of listener) {
    connections.push(connection);
    serving.push(serve(connection, requests, behave).catch(() => {}).finally(onClosed));
  }
  await Promise.all(serving);
};

const serve = async (
  connection: Deno.TcpConn,
  requests: Array<RawRequest>,
  behave: Behaviour,
): Promise<void> => {
  const buffer = new Uint8Array(65_536);
  let received = new Uint8Array();
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return;
    received = new Uint8Array([...received, ...buffer.subarray(0, count)]);
    const request = parse(received);
    if (request === undefined) continue;
    received = received.slice(request.length);
    const nth = requests.push(request) - 1;
    const write = async (text: string) => {
      await connection.write(new TextEncoder().encode(text));
    };
    await behave(write, () => closeQuietly(connection), nth);
  }
};

const parse = (bytes: Uint8Array): (RawRequest & { readonly length: number }) | undefined => {
  const text = new TextDecoder("latin1").decode(bytes);
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  // A chunked body is kept as it came. Its last chunk is empty.
  const last = /(?:^|\r\n)0\r\n\r\n/.exec(text.slice(end + 4));
  const bodyLength = chunked.test(head)
    ? (last === null ? Infinity : last.index + last[0].length)
    : Number(contentLength.exec(head)?.[1] ?? 0);
  const length = end + 4 + bodyLength;
  if (bytes.length < length) return undefined;
  return { head, body: new TextDecoder().decode(bytes.subarray(end + 4, length)), length };
};

const closeQuietly = (resource: { readonly close: () => void }): void => {
  try {
    resource.close();
  } catch {
    // It was closed before.
  }
};

/** A body in the form of Thulium's errors of a whole request. */
export const thuliumError = JSON.stringify({
  request_id: "7f0c",
  errors: [{ message: "Try again later.", code: 111111 }],
});

/** A complete HTTP answer. */
export const httpAnswer = (status: number, body: string, headers = ""): string =>
  `HTTP/1.1 ${status} Status\r\n${headers}content-length: ${
    new TextEncoder().encode(body).length
  }\r\n\r\n${body}`;
