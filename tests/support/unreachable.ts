/** Servers to which no connection can be made. */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

/** The URL of a port on which nothing listens. */
export const refusingUrl = (hostname = "127.0.0.1"): string => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return `http://${hostname}:${port}`;
};

const tlsFile = (kind: string) =>
  Deno.readTextFileSync(new URL(`localhost.${kind}.pem`, import.meta.url));

/** The URL of a server whose certificate is not trusted. */
export const untrustedServer: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() =>
    Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      cert: tlsFile("cert"),
      key: tlsFile("key"),
      onListen: () => {},
    }, () => new Response("{}"))
  ),
  (server) => Effect.promise(() => server.shutdown()),
).pipe(Effect.map(({ addr }) => `https://127.0.0.1:${addr.port}`));

/** An `https` URL of a server that does not speak TLS. */
export const serverWithoutTls: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const serving = (async () => {
      for await (const connection of listener) {
        await connection.write(new TextEncoder().encode("220 hello\r\n"));
        connection.close();
      }
    })();
    return { listener, serving };
  }),
  ({ listener, serving }) =>
    Effect.promise(() => {
      listener.close();
      return serving;
    }),
).pipe(Effect.map(({ listener }) => `https://127.0.0.1:${listener.addr.port}`));
