import { addCustomers, BatchCall, type ConnectionOptions, CustomerLookup } from "../../mod.ts";
import { makeConnection } from "../../src/call/connection.ts";
import * as Config from "effect/Config";
import * as ConfigProvider from "effect/ConfigProvider";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { password } from "../support/customers.ts";
import { it } from "../support/it.ts";

const options = (more: Partial<ConnectionOptions>): ConnectionOptions => ({
  user: "api_user",
  password: Redacted.make(password),
  ...more,
});
const urlOf = (more: Partial<ConnectionOptions>) => makeConnection(options(more)).url;

Deno.test("a system's name stands for its address", () => {
  assertEquals(urlOf({ system: "acme" }), "https://acme.thulium.com");
});

Deno.test("a URL may be text or URL, and keeps its path", () => {
  assertEquals(urlOf({ url: "https://acme.thulium.com/" }), "https://acme.thulium.com");
  for (const end of ["?", "#", "/?", "//"]) {
    assertEquals(urlOf({ url: `https://acme.thulium.com${end}` }), "https://acme.thulium.com");
  }
  assertEquals(
    urlOf({ url: new URL("https://proxy.example/thulium/") }),
    "https://proxy.example/thulium",
  );
});

Deno.test("plain http is allowed to this machine only, unless it is asked for", () => {
  for (
    const url of [
      "http://localhost:8080",
      "http://127.0.0.1",
      "http://[::1]:1",
    ]
  ) {
    makeConnection(options({ url }));
  }
  for (
    const url of [
      "http://acme.thulium.com",
      "http://127.0.0.1.example.com",
      "http://localhost.example.com",
      "http://a.localhost",
    ]
  ) {
    assertThrows(() => urlOf({ url }), TypeError, "must be https");
    assertEquals(urlOf({ url, allowInsecureHttp: true }), url);
  }
});

const wrong: ReadonlyArray<readonly [Partial<ConnectionOptions>, string]> = [
  [{}, "give either url or system"],
  [{ system: "acme", url: "https://acme.thulium.com" }, "give either url or system"],
  [{ system: "acme.thulium.com" }, "system must be one name"],
  [{ system: "evil.example/#" }, "system must be one name"],
  [{ url: "acme" }, "url must be an absolute URL"],
  [{ url: "ftp://acme.thulium.com" }, "url must begin with https://"],
  [{ url: "https://api_user:api_pass@acme.thulium.com" }, "must not contain a user or password"],
  [{ url: "https://acme.thulium.com?x=1" }, "must not contain a query"],
  [
    { url: "https://acme.thulium.com/?", user: undefined as unknown as string },
    "user must be given",
  ],
  [
    { system: "acme", password: "plain" as unknown as Redacted.Redacted },
    "password must be given, as Redacted",
  ],
  [{ system: "acme", user: "" }, "user must be given"],
  [{ system: "acme", password: Redacted.make("") }, "password must be given"],
  [{ system: "acme", user: "a:b" }, "user must not contain a colon"],
  [{ system: "acme", user: "a\nb" }, "user and password must not contain control characters"],
];

for (const [more, message] of wrong) {
  Deno.test(`a wrong connection is refused when the layer is made: ${message} (${Object.keys(more)})`, () => {
    const error = assertThrows(() => BatchCall.layer(options(more)), TypeError, message);
    assert(!error.message.includes("api_pass"));
  });
}

const built = (env: Record<string, string>) =>
  Effect.map(BatchCall, () => "built").pipe(
    Effect.provide(
      BatchCall.layerEnv().pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(env))),
      ),
    ),
    Effect.catch(({ message }) => Effect.succeed(message)),
  );
const credentials = { THULIUM_USER: "api_user", THULIUM_PASSWORD: password };

it.effect("layerEnv() takes the connection from the environment", function* () {
  assertEquals(yield* built({ ...credentials, THULIUM_SYSTEM: "acme" }), "built");
  assertEquals(yield* built({ ...credentials, THULIUM_URL: "https://acme.thulium.com" }), "built");
  const tunnel = { THULIUM_URL: "http://10.0.0.1", THULIUM_ALLOW_INSECURE_HTTP: "true" };
  assertEquals(yield* built({ ...credentials, ...tunnel }), "built");
});

it.effect("layerEnv() fails with the name of what is missing or wrong, and no value", function* () {
  assertStringIncludes(
    yield* built({ THULIUM_SYSTEM: "acme", THULIUM_PASSWORD: password }),
    "THULIUM_USER",
  );
  assertStringIncludes(
    yield* built({ THULIUM_SYSTEM: "acme", THULIUM_USER: "api_user" }),
    "THULIUM_PASSWORD",
  );
  assertStringIncludes(yield* built(credentials), "give either THULIUM_URL or THULIUM_SYSTEM");
  assertStringIncludes(
    yield* built({ ...credentials, THULIUM_SYSTEM: "a.b" }),
    "THULIUM_SYSTEM must be one name",
  );
  const message = yield* built({ ...credentials, THULIUM_URL: "http://secret.example" });
  assertStringIncludes(message, "THULIUM_URL must be https");
  assert(!message.includes("secret.example") && !message.includes(password));
});

const builtFromConfig = (env: object) =>
  Layer.build(BatchCall.layerConfig({
    system: Config.String("CRM_SYSTEM"),
    user: Config.String("CRM_USER"),
    password: Config.Redacted("CRM_PASSWORD"),
    timeout: Config.Duration("CRM_TIMEOUT").pipe(Config.withDefault(Duration.seconds(30))),
  })).pipe(
    Effect.as("built"),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(env))),
    Effect.catch(({ message }) => Effect.succeed(message)),
  );
const ours = { CRM_SYSTEM: "acme", CRM_USER: "api_user", CRM_PASSWORD: password };

it.effect("layerConfig() takes each option from a Config", function* () {
  assertEquals(yield* builtFromConfig(ours), "built");
  assertEquals(yield* builtFromConfig({ ...ours, CRM_TIMEOUT: "1 minute" }), "built");
  const whole = Config.succeed(options({ system: "acme" }));
  yield* Layer.build(
    Layer.merge(BatchCall.layerConfig(whole), CustomerLookup.layerConfig(whole)),
  ).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))));
});

it.effect("layerConfig() fails if an option is missing or wrong, and does not die", function* () {
  const { CRM_USER: _, ...withoutUser } = ours;
  assertStringIncludes(yield* builtFromConfig(withoutUser), "CRM_USER");
  const wrong = yield* builtFromConfig({ ...ours, CRM_SYSTEM: "a.secret" });
  assertStringIncludes(wrong, "system must be one name");
  assert(!wrong.includes("secret"));
  assertStringIncludes(yield* builtFromConfig({ ...ours, CRM_TIMEOUT: "0 seconds" }), "timeout");
});

Deno.test("layerConfig() refuses values that are no Config where they are given", () => {
  const values = { ...ours, timeout: 5 } as never;
  assertThrows(() => BatchCall.layerConfig(values), TypeError, "takes a Config for each option");
});

Deno.test("a limit that is none is refused with its name and value", () => {
  const layer = (more: object) => () =>
    BatchCall.layer({ ...options({ system: "acme" }), ...more });
  assertThrows(
    layer({ maxAnswerBytes: -1 }),
    RangeError,
    "maxAnswerBytes must be a whole number of at least 1: current value is -1",
  );
  for (const timeout of ["0 seconds", "Infinity", -5, "soon"]) {
    assertThrows(layer({ timeout }), RangeError, "timeout must be a positive, finite duration");
  }
});

Deno.test("the language may be a tag or a list of them, and nothing else", () => {
  for (const language of ["pl", "en", "pl-PL", "*", "pl,en;q=0.8", "en-US, en; q=0.5, *;q=0"]) {
    assertEquals(makeConnection(options({ system: "acme", language })).language, language);
  }
  const bad = ["", "pl\r\nx: y", "Kowalska Anna", "pl;q=2", "ą", ",pl", "pl,".repeat(40) + "pl"];
  for (const language of bad) {
    assertThrows(() => makeConnection(options({ system: "acme", language })), TypeError);
  }
});

it.effect("calls and lookups ask for the language", function* () {
  const asked: Array<string | null> = [];
  const fetch: typeof globalThis.fetch = (_, init) => {
    asked.push(new Headers(init?.headers).get("accept-language"));
    return Promise.resolve(new Response("[]"));
  };
  for (const language of ["pl", undefined]) {
    const connection = options({ system: "acme", language });
    yield* Effect.gen(function* () {
      const { find } = yield* CustomerLookup;
      yield* find({ by: "identifier", value: "7" }, 1);
      yield* addCustomers([{ surname: "K" }]);
    }).pipe(
      Effect.provide([BatchCall.layer(connection), CustomerLookup.layer(connection)]),
      Effect.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)),
    );
  }
  assertEquals(asked, ["pl", "pl", null, null]);
});
