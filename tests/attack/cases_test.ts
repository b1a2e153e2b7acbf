/**
 * Thousands of generated requests, Thuliums and callers. `ATTACK_CASES` says how many, and `ATTACK_REPLAY` plays one case
 * again: a failure prints its token.
 */
import process from "node:process";
import { assert } from "../support/assert.ts";
import { bounds } from "./bounds.ts";
import { personal } from "./rows.ts";
import { play } from "./play.ts";

const count = Number(Deno.env.get("ATTACK_CASES") ?? 1500);
const replay = Deno.env.get("ATTACK_REPLAY");
const seed = replay ?? String(Deno.env.get("ATTACK_SEED") ?? Date.now());
/** Most of a case's time is spent waiting. */
const together = 64;

const cpuMillis = (): number => {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1000;
};

/** Plays cases, many at the same time, and checks what they cost and logged. */
const playAll = async (tokens: ReadonlyArray<string>): Promise<void> => {
  const under = new Set<string>();
  let next = 0;
  let [used, bound] = [cpuMillis(), 0];
  const checkCost = () => {
    const now = cpuMillis();
    // The cases that are not over have cost something, too.
    const most = bound + under.size * bounds.cpuMillisPerCase;
    assert(
      now - used < most,
      `${(now - used).toFixed()} ms of CPU, the bound is ${most.toFixed()}: one before ${
        tokens[next]
      }`,
    );
    [used, bound] = [now, 0];
  };
  const playNext = async () => {
    while (next < tokens.length) {
      const token = tokens[next++];
      under.add(token);
      const { boundMillis } = await play(token).catch((cause) => {
        next = tokens.length;
        throw new Error(`ATTACK_REPLAY=${token} plays this case again`, { cause });
      });
      under.delete(token);
      bound += boundMillis;
      if (next % together === 0) checkCost();
    }
  };
  await Promise.all(Array.from({ length: together }, playNext));
  checkCost();
};

/** Whether a line of the log is harmless. */
const checkLog = (line: string): void => {
  assert(!line.includes(personal), "a customer's value is in the log");
  assert(!/api_pass|wrong/.test(line), "a password is in the log");
  assert(!line.includes('"message":"defect"'), `a defect: ${line.slice(0, 1000)}`);
  assert(typeof JSON.parse(line) === "object");
};

Deno.test(`${replay === undefined ? count : 1} generated attacks, from seed ${seed}`, async () => {
  const logged: Array<string> = [];
  const { log } = console;
  // The handlers log to the console.
  console.log = (...parts) => logged.push(parts.join(" "));
  try {
    await playAll(
      replay === undefined ? Array.from({ length: count }, (_, i) => `${seed}/${i}`) : [replay],
    );
  } finally {
    console.log = log;
  }
  for (const line of logged) checkLog(line);
});
