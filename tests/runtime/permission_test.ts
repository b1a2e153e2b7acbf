/** A program that may not reach Thulium sends nothing, says so, and ends. */
import { assertEquals } from "../support/assert.ts";
import { root } from "../support/manifest.ts";
import { refusingUrl } from "../support/unreachable.ts";

const program = "tests/support/elsewhere/program.ts";

/** Runs an import of one customer with these permissions. A program that does not end is killed. */
const importWith = async (permissions: ReadonlyArray<string>, url: string): Promise<string> => {
  const task = { what: "import", url, rows: [{ surname: "Kowalska" }] };
  const { code, signal, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-prompt", ...permissions, program, JSON.stringify(task)],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(30_000),
  }).output();
  assertEquals([code, signal], [0, null], new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
};

const notAllowed = "TransportError ConnectFailed not-allowed not-sent";

const rows: ReadonlyArray<readonly [name: string, permissions: ReadonlyArray<string>]> = [
  ["another host is allowed", ["--allow-net=example.com"]],
  ["another port of the host is allowed", ["--allow-net=127.0.0.1:1,localhost:1"]],
  ["no host is allowed", ["--deny-net"]],
  ["the address is denied", ["--allow-net", "--deny-net=127.0.0.1"]],
];

for (const [name, permissions] of rows) {
  Deno.test(`if ${name}, nothing is sent and the program ends`, async () => {
    assertEquals(await importWith(permissions, refusingUrl()), notAllowed);
    assertEquals(await importWith(permissions, refusingUrl("localhost")), notAllowed);
  });
}

Deno.test("a host that is allowed with its port is reached", async () => {
  const url = refusingUrl();
  assertEquals(
    await importWith([`--allow-net=${new URL(url).host}`], url),
    "TransportError ConnectFailed refused not-sent",
  );
});
