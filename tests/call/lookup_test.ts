/** What a lookup reads in Thulium's answer. Whatever could be read wrongly makes the lookup fail. */
import { CustomerLookup } from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";

/** What a lookup finds in an answer. */
const foundIn = (answer: string) => {
  const fetch = Layer.succeed(FetchHttpClient.Fetch, () => Promise.resolve(new Response(answer)));
  const layer = CustomerLookup.layer({
    system: "acme",
    user: "api_user",
    password: Redacted.make("api_pass"),
  });
  return Effect.flatMap(CustomerLookup, ({ find }) => find({ by: "identifier", value: "K" }, 2))
    .pipe(
      Effect.catch(({ message }) => Effect.succeed(message)),
      Effect.provide(Layer.provide(layer, fetch)),
    );
};

it.effect("ids are texts or whole numbers, and come out as texts", function* () {
  const found = yield* foundIn(
    '[{"customer_id":13,"surname":null,"identifier":7},{"customer_id":"14"}]',
  );
  assertEquals(found, [
    { customerId: "13", surname: undefined, identifier: "7" },
    { customerId: "14", surname: undefined, identifier: undefined },
  ]);
});

const unreadable = {
  "an id that is blank": '[{"customer_id":" "}]',
  "an id that is missing": '[{"surname":"K"}]',
  "an id that is no whole number": '[{"customer_id":1.5}]',
  "an id that JavaScript changes": '[{"customer_id":12345678901234567890}]',
  "an identifier that JavaScript changes":
    '[{"customer_id":"1","identifier":12345678901234567890}]',
  "a key that stands twice": '[{"customer_id":"1","customer\\u005fid":"2"}]',
  "a surname that is no text": '[{"customer_id":"1","surname":5}]',
  "an object and no list": '{"customer_id":"1"}',
};

for (const [what, answer] of Object.entries(unreadable)) {
  it.effect(`a lookup fails at ${what}`, function* () {
    assertEquals(yield* foundIn(answer), "the lookup failed");
  });
}
