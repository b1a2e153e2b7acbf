/** What the library says, said in Polish. */
import { Outcome } from "../../../mod.ts";
import { english } from "../../../src/cli/texts/en.ts";
import { polish } from "../../../src/cli/texts/pl.ts";
import { textsFor } from "../../../src/cli/texts/language.ts";
import { sayConnection, sayIssues, sayJournal, sayMessage } from "../../../src/cli/texts/say.ts";
import { words } from "../../../src/customer/rules.ts";
import { batchErrorOf } from "../../../src/outcome/error_of.ts";
import type { CallObservation } from "../../../src/outcome/error.ts";
import { outcomeTexts } from "../../../src/outcome/texts.ts";
import { root } from "../../support/manifest.ts";
import { filesOf } from "./source.ts";
import { assert, assertEquals } from "../../support/assert.ts";

const observations: ReadonlyArray<CallObservation> = [
  ...(["refused", "dns", "tls", "not-allowed", "blocked-port", "other"] as const)
    .map((failure) => ({ at: "connect", failure } as const)),
  ...(["time", "calls", "interrupted", "failures"] as const)
    .map((why) => ({ at: "stop", why } as const)),
  { at: "circuit" },
  { at: "connection-lost" },
  { at: "connection-lost", isRepeated: true },
  { at: "deadline" },
  ...[301, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 599]
    .map((status) => ({ at: "status", status } as const)),
  { at: "status", status: 503, fromThulium: true },
  ...(["cut", "too-large", "not-json", "wrong-shape"] as const)
    .map((fault) => ({ at: "answer", status: 200, fault } as const)),
];

Deno.test("every error of a call is said in Polish, with its status", () => {
  for (const observation of observations) {
    const { message } = batchErrorOf(observation);
    const said = sayMessage(message, polish);
    for (const part of message.split("; ")) {
      assert(!said.includes(part.replace(/ \(HTTP \d+\)$/, "")), said);
    }
    assertEquals(said.match(/\d{3}/g), message.match(/\d{3}/g));
    assertEquals(sayMessage(message, english), message);
  }
});

Deno.test("a text of an outcome is one part of a message, and each is said in Polish", () => {
  for (const text of Object.values(outcomeTexts)) {
    assert(!text.includes("; "), text);
    assert(sayMessage(text, polish) !== text, text);
  }
  assertEquals(
    sayMessage(`${outcomeTexts.mayExist}; ${outcomeTexts.lookupFailed}`, polish),
    "mógł zostać utworzony; wyszukiwanie się nie udało",
  );
});

Deno.test("no outcome has words of its own beside the tables", () => {
  const files = ["call", "import", "policy"].flatMap((room) => filesOf(`src/${room}`));
  const own = files.map((file) => Deno.readTextFileSync(root + file)).flatMap((code) =>
    code.match(/Outcome\.(?:notSent|unknown)\(\s*["'`](?!\$\{outcomeTexts)[^]*?\)/g) ?? []
  );
  assertEquals(own, []);
});

Deno.test("what is in no table stays as it is", () => {
  assertEquals(sayMessage("Klient już istnieje", polish), "Klient już istnieje");
});

Deno.test("the rules that a customer broke are said in Polish, each at its place", () => {
  const { issues } = Outcome.invalid([
    { path: "surname", message: words.required },
    { path: "email[1]", message: words.text },
    { path: "", message: "is 9 bytes of JSON; the limit for a whole request is 7 bytes" },
    { path: "", message: "has 3 more issues" },
  ]);
  assertEquals(
    sayIssues(issues, polish),
    "surname: pole wymagane; email[1]: musi być tekstem; " +
      "ma 9 bajtów JSON; całe żądanie może mieć 7; ma dalsze błędy w liczbie 3",
  );
});

Deno.test("settings of the connection and journals are named before what is wrong with them", () => {
  assertEquals(
    sayConnection("--url lub THULIUM_URL must begin with https://", polish),
    "--url lub THULIUM_URL musi zaczynać się od https://",
  );
  assertEquals(
    sayJournal("klienci.journal: is no journal", polish),
    "klienci.journal: to nie jest dziennik",
  );
  assertEquals(
    sayJournal("klienci.journal: can't be made: there is no such folder", polish),
    "klienci.journal: nie można utworzyć: nie ma takiego folderu",
  );
  assertEquals(
    sayJournal("the journal's database failed (SqlSyntaxError, code 42601)", polish),
    "baza danych dziennika zgłosiła błąd (SqlSyntaxError, code 42601)",
  );
});

Deno.test("--lang says the language, wherever it stands", async () => {
  const languageOf = async (...args: ReadonlyArray<string>) => (await textsFor(args)).language;
  assertEquals(await languageOf("import", "k.csv", "--lang", "pl"), "pl");
  assertEquals(await languageOf("import", "--lang=pl", "k.csv"), "pl");
  assertEquals(await languageOf("import", "k.csv", "--lang", "en"), "en");
  assertEquals(await languageOf("import", "k.csv", "--lang", "xx"), "en");
});

Deno.test("Polish numbers have their forms", () => {
  const { rows } = polish.counts;
  assertEquals([0, 1, 2, 4, 5, 12, 21, 22, 100, 102].map(rows), [
    "0 wierszy",
    "1 wiersz",
    "2 wiersze",
    "4 wiersze",
    "5 wierszy",
    "12 wierszy",
    "21 wierszy",
    "22 wiersze",
    "100 wierszy",
    "102 wiersze",
  ]);
});
