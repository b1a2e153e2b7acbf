/** What the library logs in English is said in the language of the run, and nothing is lost. */
import { english } from "../../../src/cli/texts/en.ts";
import { polish } from "../../../src/cli/texts/pl.ts";
import { sayLog } from "../../../src/cli/texts/say_log.ts";
import { root } from "../../support/manifest.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { filesOf } from "./source.ts";

const sources = ["src/policy", "src/call", "src/import"].flatMap((room) => filesOf(room))
  .map((file) => Deno.readTextFileSync(root + file)).join("\n");

Deno.test("what the library logs as a sentence has a text in Polish", () => {
  const own = Object.values(english.log.messages);
  for (const text of own) assert(sources.includes(text), text);
  for (const text of own) assert(sayLog(text, {}, polish) !== text, text);
});

Deno.test("every event of a journal that is no detail has a text", () => {
  const events = Deno.readTextFileSync(`${root}src/policy/journal/events.ts`);
  const told = [...events.matchAll(/^ {2}(\w+): "(?:Info|Warn)"/gm)].map(([, event]) => event);
  assertEquals(Object.keys(english.log.journal).sort(), told.sort());
  for (const event of told) {
    const details = { "thulium.event": event, "thulium.customers": 3 };
    for (const texts of [english, polish]) {
      const said = sayLog("thulium.journal", details, texts);
      assert(said.includes("3") && !said.includes("thulium."), said);
    }
  }
});

Deno.test("a circuit, a long wait and a refused user are said with their numbers", () => {
  const wait = "Waiting up to 60 seconds to find out what became of 2 customers in doubt";
  const run =
    "Another run is sending 2 customers, or was when it was cut off: waiting up to 60 seconds";
  assert(sources.includes("Waiting up to ") && sources.includes(" customers in doubt`"));
  assert(
    sources.includes("Another run is sending ") &&
      sources.includes(" customers, or was when it was cut off: waiting up to "),
  );
  assertEquals(
    [
      sayLog("thulium.circuit", { "thulium.state": "open" }, polish),
      sayLog(wait, {}, english),
      sayLog(wait, {}, polish),
      sayLog(run, {}, english),
      sayLog(run, {}, polish),
      sayLog("Thulium refused the user or password (HTTP 401)", { not_sent: 7 }, polish),
    ],
    [
      "zbyt wiele żądań się nie powiodło: przez chwilę nie będzie następnych",
      "waiting up to 60 seconds to find out what became of 2 customers in doubt",
      "program czeka najwyżej 60 s, aż wyjaśni się, czy utworzono 2 klientów",
      "another run is sending 2 customers, or was when it was cut off: waiting up to 60 seconds",
      "inny import wysyła 2 klientów albo został w trakcie przerwany: program czeka najwyżej 60 s",
      "Thulium odrzuciło użytkownika albo hasło (HTTP 401); nie wysłano 7 klientów",
    ],
  );
});

Deno.test("what is not known stays as it is, with its details", () => {
  assertEquals(sayLog("something", { code: 3 }, polish), 'something {"code":3}');
  assertEquals(
    sayLog("thulium.journal", { "thulium.event": "toString" }, polish),
    [
      'thulium.journal {"thulium.event":"toString"}',
    ].join(),
  );
});
