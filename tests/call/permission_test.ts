/** On Deno the body of a request depends on the permission for the network. */
import { bodyFor, mayConnect } from "../../src/call/permission.ts";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import { assertEquals } from "../support/assert.ts";
import { batchOf, sendTo } from "../support/customers.ts";
import { it } from "../support/it.ts";

type Query = typeof Deno.permissions.querySync;

/** Answers every query with a state, and records the hosts that were asked for. */
const withState = (state: Deno.PermissionState) => {
  const hosts: Array<string | undefined> = [];
  const query: Query = (descriptor) => {
    hosts.push(descriptor.name === "net" ? descriptor.host : undefined);
    return { state } as Deno.PermissionStatus;
  };
  return {
    hosts,
    during: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      Effect.acquireUseRelease(
        Effect.sync(() => {
          const own = Deno.permissions.querySync;
          Deno.permissions.querySync = query;
          return own;
        }),
        () => effect,
        (own) => Effect.sync(() => Deno.permissions.querySync = own),
      ),
  };
};

/** A `fetch` that records the kinds of bodies; its first `refusals` calls fail as without the permission. */
const recordingFetch = (refusals: number) => {
  const bodies: Array<string> = [];
  const fetch: typeof globalThis.fetch = (_, init) => {
    bodies.push(Object(init?.body).constructor.name);
    return bodies.length > refusals
      ? Promise.resolve(new Response("{}"))
      : Promise.reject(new Deno.errors.NotCapable("Requires net access to …"));
  };
  return { bodies, layer: Layer.succeed(FetchHttpClient.Fetch, fetch) };
};

const sendThrice = (refusals: number, state: Deno.PermissionState) =>
  Effect.gen(function* () {
    const { bodies, layer } = recordingFetch(refusals);
    const send = yield* Effect.provide(sendTo("http://127.0.0.1"), layer);
    const sending = Effect.exit(send(batchOf(1)));
    yield* withState(state).during(Effect.andThen(sending, Effect.andThen(sending, sending)));
    return bodies;
  });

it.live("a body is a Blob where the host is allowed", function* () {
  assertEquals(yield* sendThrice(0, "granted"), ["Blob", "Blob", "Blob"]);
});

it.live("a body is bytes until the first request is let through", function* () {
  assertEquals(yield* sendThrice(3, "denied"), ["ArrayBuffer", "ArrayBuffer", "ArrayBuffer"]);
  assertEquals(yield* sendThrice(1, "prompt"), ["ArrayBuffer", "ArrayBuffer", "Blob"]);
});

it.live("the permission is asked for the host with its port", function* () {
  const { during, hosts } = withState("denied");
  const urls = ["https://acme.thulium.com/api", "http://localhost", "http://[::1]:8080"];
  const answers = yield* during(Effect.sync(() => urls.map(mayConnect)));
  assertEquals(answers, [false, false, false]);
  assertEquals(hosts, ["acme.thulium.com:443", "localhost:80", "[::1]:8080"]);
});

Deno.test("a host that is no name of DNS is left to fetch", () => {
  assertEquals(mayConnect("http://*.a.pl/"), true);
});

it.effect("a body stays a stream if the permission was given while its bytes were read", function* () {
  const { during } = withState("prompt");
  const body = new Blob(["{}"]);
  const reading = yield* during(Effect.sync(() => bodyFor("http://127.0.0.1/", body)));
  const allowed = withState("granted");
  assertEquals(yield* allowed.during(Effect.promise(() => reading)), body);
});
