/** The summary of an import. */
import { Outcome } from "../../mod.ts";
import { english } from "../../src/cli/texts/en.ts";
import { polish } from "../../src/cli/texts/pl.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { tallyOf } from "./settled.ts";

Deno.test("the summary counts every outcome, and names the rows that Thulium does not have as they are", () => {
  const tally = tallyOf([
    Outcome.created("13"),
    Outcome.unchanged("14"),
    Outcome.unchanged("15", true),
    Outcome.rejected(400, "Kowalska exists"),
    Outcome.unknown("no answer"),
    Outcome.notSent("busy"),
    Outcome.unchanged("16", true),
    Outcome.updated("17"),
  ]);
  assertEquals(tally.text.split("\n"), [
    "8 rows",
    "  created   1",
    "  updated   1",
    "  unchanged 3",
    "  rejected  1",
    "  unknown   1",
    "  not sent  1",
    "2 rows differ from what was created: import leaves them so, and sync updates them",
    "lines 3, 7: different from what was created",
    "line 4: rejected by Thulium (status 400); --report or --rejects writes the reason",
    "line 5: may have been created: no answer",
    "line 6: busy",
  ]);
  assertEquals(
    tally.json,
    '{"total":8,"created":1,"updated":1,"unchanged":3,"differing":2,"rejected":1,"unknown":1,"not_sent":1}',
  );
});

Deno.test("one fault of many rows is one line, with the first rows and the number of the others", () => {
  const invalid = Outcome.invalid([{ path: "surname", message: "is required" }]);
  const [, ...lines] = tallyOf(Array(50).fill(invalid)).text.split("\n");
  assertEquals(lines.slice(5), ["lines 1, 2, 3, 4, 5, 6, 7, 8 and 42 more: surname: is required"]);
});

Deno.test("many different faults are counted, and the first ones are shown", () => {
  const faults = Array.from({ length: 25 }, (_, i) => Outcome.notSent(`reason ${i}`));
  assertEquals(tallyOf(faults).text.split("\n").at(-1), "and 5 rows for other reasons");
});

Deno.test("one row that differs is told in the singular", () => {
  const lines = tallyOf([Outcome.unchanged("13", true)]).text.split("\n").slice(-2);
  assertEquals(lines, [
    "1 row differs from what was created: import leaves it so, and sync updates it",
    "line 1: different from what was created",
  ]);
});

Deno.test("rows that Thulium has as they are need no line of their own", () => {
  const { text } = tallyOf([Outcome.created("13"), Outcome.unchanged("14")]);
  assertEquals(text.split("\n").at(-1), "  not sent  0");
});

Deno.test("the summary is said in Polish, with the rules and what the library says", () => {
  const tally = tallyOf([
    Outcome.invalid([{ path: "surname", message: "is required" }]),
    Outcome.unknown(
      "Thulium did not answer in time; customers of this batch may have been created",
    ),
    Outcome.notSent(
      "Thulium refused the whole request (HTTP 422); no customer of this batch was created",
    ),
    Outcome.invalid([{ path: "surname", message: "is required" }]),
    Outcome.created("13"),
  ], polish);
  assertEquals(tally.text.split("\n"), [
    "5 wierszy",
    "  utworzone  1",
    "  bez zmian  0",
    "  odrzucone  2",
    "  niepewne   1",
    "  niewysłane 1",
    "linie 1, 4: surname: pole wymagane",
    "linia 2: klient mógł zostać utworzony: Thulium nie odpowiedziało na czas; klienci z tego żądania mogli zostać utworzeni",
    "linia 3: Thulium odrzuciło całe żądanie (HTTP 422); nie utworzono żadnego klienta z tego żądania",
  ]);
});

Deno.test("a doubt is told once, and with what is known of it", () => {
  const several = Outcome.unknown(
    "may have been created; the lookup found several customers with its key",
  );
  for (const texts of [english, polish]) {
    const [line] = tallyOf([several], texts).text.split("\n").slice(-1);
    assert(line.endsWith(`: ${texts.outcomes.several}`), line);
    assertEquals(line.includes(`${texts.outcomes.mayExist};`), false, line);
  }
});
