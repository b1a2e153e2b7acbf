/** What the importer says at the end, and what it advises. */
import { Outcome } from "../../mod.ts";
import { adviceOf, type Ending, exitCodeOf } from "../../src/cli/ending.ts";
import { FormatError } from "../../src/format/error.ts";
import { usageError } from "../../src/cli/usage_error.ts";
import { english } from "../../src/cli/texts/en.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { ndjson, people, test } from "./importer.ts";
import { tallyOf } from "./settled.ts";

test("the advice never leads to customers who are created twice", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson([...people(2), {}]));
  const mixed = await run([file]);
  assertStringIncludes(mixed.stderr, "Do NOT import this file again as it is");
  thulium.reset();
  const withJournal = [file, "--journal", path("journal")];
  assertStringIncludes((await run(withJournal)).stderr, "start the same command again");
  await run(withJournal);
  assertEquals(thulium.customers.length, 2);
});

test("a report that can't be written stops the import, and the summary still counts every outcome", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(500)));
  const args = [file, "--report", "/dev/full", "--batch-size", "5"];
  const { code, stderr, stdout } = await run(args, { mayAll: true });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "/dev/full: can't be written");
  assertStringIncludes(stderr, "Do NOT import this file again");
  assertStringIncludes(stdout, `created   ${thulium.customers.length}`);
  assert(thulium.customers.length < 500);
});

const given = {
  ...{ journal: undefined, rejects: undefined, maxRejected: undefined, fromLine: undefined },
  sync: undefined,
};
const journaled = { ...given, journal: "journal" };

const invalid = Outcome.invalid([{ path: "surname", message: "is required" }]);
const created = Outcome.created("13");
const notSent = Outcome.notSent("busy");

const endingOf = (outcomes: ReadonlyArray<Outcome>, more: Partial<Ending> = {}): Ending => ({
  tally: tallyOf(outcomes),
  unreadable: undefined,
  unwritable: undefined,
  stoppedBy: undefined,
  isReadToEnd: true,
  lastSkipped: undefined,
  ...more,
});

const advice = (
  arguments_: Parameters<typeof adviceOf>[0],
  outcomes: ReadonlyArray<Outcome>,
  more?: Partial<Ending>,
): ReadonlyArray<string> => adviceOf(arguments_, endingOf(outcomes, more), english);

Deno.test("an input that ends before --from-line is not said to be empty", () => {
  assertEquals(advice(given, []), ["The input has no rows."]);
  assertEquals(advice({ ...given, fromLine: 9 }, [], { lastSkipped: 4 }), [
    "The input ends at line 4, and --from-line is 9: nothing was sent.",
  ]);
  assertEquals(exitCodeOf({ ...given, fromLine: 9 }, endingOf([], { lastSkipped: 4 })), 2);
});

Deno.test("with a journal the same command goes on, when what the import met with is mended", () => {
  const again = "tart the same command again: the journal knows who exists. Rows may also be moved";
  const expected = [
    [[Outcome.unchanged("13"), notSent], "Remove the cause, and s"],
    [[Outcome.rejected(400, "surname: is required")], "Correct the rejected rows, and s"],
    [[notSent, invalid], "Remove the cause, correct the rejected rows, and s"],
    [[Outcome.unknown("no answer")], "S"],
  ] as const;
  for (const [outcomes, first] of expected) {
    assert(advice(journaled, outcomes).some((line) => line.startsWith(`${first}${again}`)), first);
  }
  const [, stopped] = advice(journaled, [created, notSent], { stoppedBy: "signal" });
  assertStringIncludes(stopped, `S${again}`);
  const doubtful = advice(journaled, [Outcome.unknown("no answer")]);
  assertEquals(doubtful.at(-1), "Leave the rows that may exist as they are.");
});

Deno.test("an import whose customers all exist ends with status 0 and needs no advice", () => {
  const outcomes = [created, Outcome.unchanged("14"), Outcome.unchanged("15", true)];
  assertEquals(exitCodeOf(given, endingOf(outcomes)), 0);
  assertEquals(advice(journaled, outcomes), []);
});

Deno.test("the exit status says why an import ended, and what can't be used comes first", () => {
  const unwritable = usageError(({ usage }) => usage.cannotWrite("report"));
  const unreadable = new FormatError({ message: "broken" });
  const statuses = [
    exitCodeOf(given, endingOf([created, notSent])),
    exitCodeOf(given, endingOf([created], { unreadable })),
    exitCodeOf(given, endingOf([created], { stoppedBy: "rejected" })),
    exitCodeOf(given, endingOf([created], { stoppedBy: "signal", unreadable })),
    exitCodeOf(given, endingOf([created], { stoppedBy: "time" })),
    exitCodeOf(given, endingOf([created], { stoppedBy: "signal", unwritable })),
  ];
  assertEquals(statuses, [1, 2, 3, 130, 1, 2]);
});

const rejects = { ...given, rejects: "r.csv" };
const again = "Do NOT import this file again as it is: that would create customers twice.";
const newFile = "Put the rows that need a correction into a new file, and import that one.";
const unreadable = new FormatError({ message: "it broke off" });

const cases: {
  readonly [what: string]: readonly [
    Parameters<typeof adviceOf>[0],
    ReadonlyArray<Outcome>,
    Partial<Ending>,
    ReadonlyArray<string>,
  ];
} = {
  "only bad rows": [given, [invalid], {}, [
    "Nothing was created: correct the rows, and start the same command again.",
  ]],
  "nothing sent": [rejects, [notSent, invalid], {}, [
    "Nothing was created: start the same command again when the cause is removed.",
  ]],
  "a bad row among good ones": [given, [created, invalid, created], {}, [again, newFile]],
  "a bad row among good ones, with rejects": [rejects, [created, invalid], {}, [
    again,
    "Correct and import r.csv instead.",
  ]],
  "rows that were only not sent, with rejects": [rejects, [created, notSent], {}, [
    again,
    "Import r.csv instead, when the cause is removed.",
  ]],
  "rows at the end that were not sent": [given, [created, notSent, notSent], {}, [
    again,
    "Nothing from line 2 on was sent: import the rest with --from-line 2.",
  ]],
  "a bad row, and rows at the end that were not sent": [
    given,
    [invalid, created, invalid, notSent],
    {},
    [
      again,
      newFile,
      "Nothing from line 3 on was sent: import the rest with --from-line 3.",
    ],
  ],
  "an input that breaks off, whose rejects hold no row": [
    rejects,
    [created],
    { unreadable, isReadToEnd: false },
    [
      "The input could not be read to its end: it broke off",
      again,
      "What begins at line 2 was not read: repair it, and import the rest with --from-line 2.",
    ],
  ],
  "a pipe that was stopped": [
    rejects,
    [created, notSent],
    { stoppedBy: "signal", isReadToEnd: false },
    [
      "Stopped before the end.",
      again,
      "Import r.csv instead, when the cause is removed.",
      "Nothing from line 3 on was sent: import the rest with --from-line 3.",
    ],
  ],
  "rejects that could not be written": [
    rejects,
    [created, invalid],
    { unwritable: usageError(({ usage }) => usage.cannotWrite("r.csv")) },
    ["r.csv: can't be written", again, newFile],
  ],
};
for (const [what, [arguments_, outcomes, more, lines]] of Object.entries(cases)) {
  Deno.test(`the advice loses no row and doubles none: ${what}`, () => {
    assertEquals(advice(arguments_, outcomes, more), lines);
  });
}
