/** The report and the rejects. */
import { allFaults } from "../../../src/sandbox/mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { linesOf, ndjson, people, surnames, test } from "../importer.ts";

test("bad rows are named by number and rule, and by no value; the other rows are imported", async ({ path, run, thulium, write }) => {
  const rows = "surname;pesel;VIP\nA;;\nB\n;tajny;\nC;;tajna\n";
  const { code, stderr, stdout } = await run([
    await write("k.csv", rows),
    "--report",
    path("report"),
  ]);
  assertEquals(code, 1);
  assertEquals(surnames(thulium), ["A"]);
  const report = await linesOf(path("report"));
  assertEquals(report[0], { index: 0, line: 2, outcome: "created", customer_id: "13" });
  assertEquals(report[1], {
    index: 1,
    line: 3,
    outcome: "rejected",
    status: 400,
    message: "line 3 has 1 cell, the header 3",
  });
  assertEquals(report.map(({ index }) => index), [0, 1, 2, 3]);
  assertStringIncludes(stdout, "line 4: surname: is required");
  assert(!`${stdout}${stderr}`.includes("tajn"));
});

test("Thulium's message about a customer is in the report and not on the screen", async ({ path, run, write }) => {
  const file = await write("k.ndjson", ndjson([{ surname: "A", group: "Tajna grupa" }]));
  const { stderr, stdout } = await run([file, "--report", path("report")]);
  const [{ message }] = await linesOf(path("report"));
  assert(message.length > 0 && !stdout.includes(message));
  assertStringIncludes(stdout, "line 1: rejected by Thulium (status 400): see the report");
  assert(!`${stdout}${stderr}`.includes("Tajna"));

  const bare = await run([file, "--lang", "pl"]);
  assertStringIncludes(
    bare.stdout,
    "odrzucone przez Thulium (status 400); powód zapisze --report albo --rejects",
  );
  const rejects = await run([file, "--rejects", path("rejects")]);
  assertStringIncludes(
    rejects.stdout,
    "rejected by Thulium (status 400): see the file of --rejects",
  );
  assertStringIncludes(await Deno.readTextFile(path("rejects")), message);
});

/** The laws play all of them, without a process for each. */
const onePerKind = [
  ...new Map(
    allFaults.filter(({ kind }) => kind !== "stall" && kind !== "late").map((fault) => [
      `${fault.kind} ${"created" in fault && fault.created}`,
      fault,
    ]),
  ).values(),
];

test("the report is true under every kind of fault", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(60)));
  for (const fault of onePerKind) {
    thulium.reset();
    thulium.setFaults({ script: [null, fault, null, fault] });
    const args = [file, "--report", path("report"), "--batch-size", "10", "--retries", "1"];
    const { code } = await run([...args, "--concurrency", "2", "--json"]);
    assert(code === 0 || code === 1);
    const stored = new Map(
      thulium.customers.map(({ customer_id, fields }) => [fields.identifier, customer_id]),
    );
    assertEquals(stored.size, thulium.customers.length);
    const report = await linesOf(path("report"));
    assertEquals(report.map(({ index }) => index), people(60).map((_, i) => i));
    for (const { customer_id, index, outcome } of report) {
      const id = stored.get(String(index));
      if (outcome === "created") assertEquals(customer_id, String(id));
      else if (outcome !== "unknown") assertEquals(id, undefined, JSON.stringify(fault));
    }
  }
});

test("the rejects can be corrected and imported, with the reasons left in them", async ({ path, run, thulium, write }) => {
  const forms = [
    ["k.csv", 'Nazwisko;Uwagi\nA;\n;"a;""b"""\nC;\n'],
    ["k.ndjson", '{"surname":"A"}\n{"note":"x"}\n{"surname":"C"}\n'],
    ["k.json", '[{"surname":"A"},{"note":"x"},{"surname":"C"}]'],
  ] as const;
  for (const [name, content] of forms) {
    thulium.reset();
    const rejects = path(`rejects-${name}`);
    assertEquals((await run([await write(name, content), "--rejects", rejects])).code, 1);
    const text = await Deno.readTextFile(rejects);
    assertStringIncludes(text, "import_reason");
    assertStringIncludes(text, "surname: is required");
    // Corrected by hand: the reason stays where it is, and is passed over.
    const corrected = name === "k.csv"
      ? text.replace("is required;;", "is required;B;")
      : text.replace('{"note"', '{"surname":"B","note"');
    const again = await run([await write(`again-${name}`, corrected)]);
    assertEquals(again.code, 0, again.stdout + again.stderr + corrected);
    assertEquals(surnames(thulium), ["A", "C", "B"]);
  }
});

test("a whole number is sent to its last digit, and any other that a double does not hold stands in the rejects as it came", async ({ path, run, thulium, write }) => {
  const rows = [
    '{"surname":"A","identifier":12345678901234567890}',
    '{"surname":"B","custom_fields":{"a":1234567890123456789.5}}',
    '{"surname":"C","identifier":9007199254740992}',
  ];
  for (const [name, content] of [["k.ndjson", rows.join("\n")], ["k.json", `[${rows}]`]]) {
    thulium.reset();
    const { stderr, stdout } = await run([
      await write(name, content),
      "--rejects",
      path(`r-${name}`),
    ]);
    const rule = "must be text or a number that is held exactly: write it in quotes";
    const unit = name === "k.json" ? "element" : "line";
    assertStringIncludes(stdout, `${unit} 2: custom_fields.*: ${rule}`);
    assert(!`${stdout}${stderr}`.includes("1234567890"));
    assertEquals(surnames(thulium), ["A", "C"]);
    assertEquals(thulium.customers[0].fields.identifier, "12345678901234567890");
    const rejects = await Deno.readTextFile(path(`r-${name}`));
    assertStringIncludes(rejects, '"custom_fields":{"a":1234567890123456789.5},');
  }
});

test("rejects that are there already may hold corrections, and are not overwritten", async ({ path, run, thulium, write }) => {
  const file = await write("k.csv", "Nazwisko;Telefon\nA;600100200\n;600100201\n");
  const args = [file, "--rejects", path("r.csv")];
  assertEquals((await run(args)).code, 1);
  const corrected = (await Deno.readTextFile(path("r.csv"))).replace("required;;", "required;B;");
  await Deno.writeTextFile(path("r.csv"), corrected);
  const again = await run([...args, "--lang", "pl"]);
  assertEquals(again.code, 2);
  assertStringIncludes(again.stderr, "mogą w nim być poprawki");
  assertEquals([await Deno.readTextFile(path("r.csv")), thulium.customers.length], [corrected, 1]);

  const good = await write("g.json", '[{"surname":"C"}]');
  for (const rejects of ["none.csv", "none.json"]) {
    const nightly = [good, "--allow-duplicates", "--rejects", path(rejects)];
    assertEquals([(await run(nightly)).code, (await run(nightly)).code], [0, 0]);
  }
});

test("the report's messages are in the language of the run, and all else in it is not", async ({ path, run, write }) => {
  const file = await write("k.csv", "Nazwisko;vip;Telefon\nA;może;600100200\nB;tak\n");
  const args = [file, "--report", path("report")];
  await run([...args, "--lang", "pl"]);
  const [vip, short] = await linesOf(path("report"));
  assertStringIncludes(vip.message, "vip: musi");
  assertEquals([vip.outcome, short.outcome], ["rejected", "rejected"]);
  assertStringIncludes(short.message, "a nagłówek 3");
  await run([...args, "--lang", "en"]);
  assertEquals((await linesOf(path("report")))[0].message, "vip: must be true or false");
});

test("a customer who may exist is not among the rejects", async ({ path, run, thulium, write }) => {
  thulium.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
  const file = await write("k.ndjson", ndjson([{ surname: "A" }, { surname: "B" }, {}]));
  await run([file, "--batch-size", "2", "--concurrency", "1", "--rejects", path("rejects")]);
  assertEquals(await linesOf(path("rejects")), [{ import_reason: "line 3: surname: is required" }]);
});

test("formulas are not live in the rejects, and are what they were when these are imported", async ({ path, run, thulium, write }) => {
  const cells = ["=cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "'=1'", "'+1", '="007"'];
  const quoted = cells.map((cell) => `;"${cell.replaceAll('"', '""')}"`);
  const file = await write("k.csv", `Nazwisko;Uwagi\n${quoted.join("\n")}\n`);
  await run([file, "--rejects", path("r1.csv")]);
  await run([path("r1.csv"), "--rejects", path("r2.csv")]);
  const text = await Deno.readTextFile(path("r2.csv"));
  assertEquals(text, await Deno.readTextFile(path("r1.csv")));
  assert(!/;"?[=@+-]/.test(text), text);
  const corrected = await write("again.csv", text.replaceAll("is required;;", "is required;A;"));
  assertEquals((await run([corrected])).code, 0);
  assertEquals(
    thulium.customers.map(({ fields }) => fields.note),
    ["=cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "'=1'", "+1", "007"],
  );
});

test("a bad line of CSV costs only itself, and stays bad in the rejects until it is corrected", async ({ path, run, thulium, write }) => {
  const file = await write("k.csv", 'surname;name;note\nA;1;x\n"B;2\nC;3\nD;4;y\n');
  const { code, stdout } = await run([file, "--rejects", path("r1.csv")]);
  assertEquals(code, 1);
  assertEquals(surnames(thulium), ["A", "D"]);
  assertStringIncludes(stdout, "line 3: is not valid CSV");
  assertEquals((await run([path("r1.csv"), "--rejects", path("r2.csv")])).code, 1);
  assertEquals((await run([path("r2.csv")])).code, 1);
  assertEquals(surnames(thulium), ["A", "D"]);
});

test("an output that is the input under another name is refused, and nothing is lost", async ({ path, run, write }) => {
  const content = "surname\nA\n";
  const file = await write("k.csv", content);
  await Deno.link(file, path("hard"));
  await Deno.symlink(file, path("soft"));
  const others = { "--rejects": "hard", "--report": "soft", "--journal": "k.csv" };
  for (const [flag, name] of Object.entries(others)) {
    const { code, stderr } = await run([file, flag, path(name)]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, `the input and ${flag} must not be the same file`);
    assertEquals(await Deno.readTextFile(file), content);
  }
});

test("outputs stay as they were if no row of the input can be read", async ({ path, run, write }) => {
  const bad = await write("k.csv", "colour;size\nred;5\n");
  const report = await write("report", "of yesterday\n");
  const { code } = await run([bad, "--report", report, "--rejects", path("rejects")]);
  assertEquals(code, 2);
  assertEquals(await Deno.readTextFile(report), "of yesterday\n");
  assertEquals([...Deno.readDirSync(path("."))].map(({ name }) => name).sort(), [
    "k.csv",
    "report",
  ]);
  // The report of a run that read rows takes its place.
  await run([await write("good.csv", "surname\nA\n"), "--report", report]);
  assertEquals((await linesOf(report)).map(({ outcome }) => outcome), ["created"]);
});

test("an output that can't be opened is found before anything is sent", async ({ path, run, thulium, write }) => {
  const file = await write("k.csv", "surname\nA\n");
  const { code, stderr } = await run([file, "--rejects", path("no/such/folder")]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "can't be written");
  assertEquals(thulium.requests, []);
});
