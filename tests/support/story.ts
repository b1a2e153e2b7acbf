/**
 * Follows the blocks of a section as a reader would, in a temporary folder and with the sandbox in Thulium's place.
 * It writes the files, and runs the programs and commands. A `text` block must show what the block before it printed.
 */
import { asChild, type ChildServer, type Env } from "./child_server.ts";
import { assert, assertEquals } from "./assert.ts";
import { type Block, commandsOf } from "./documents.ts";
import { isElsewhere } from "./elsewhere_commands.ts";
import { manifest, pathOf, root } from "./manifest.ts";

/** The `deno.json` that `deno add` would write, with this clone in place of the package. */
const readersManifest = JSON.stringify({
  imports: {
    ...manifest.imports,
    ...Object.fromEntries(
      Object.keys(manifest.exports).map((subpath) => [
        manifest.name + subpath.slice(1),
        `file://${pathOf(subpath)}`,
      ]),
    ),
  },
});

/** The environment of a reader who uses the sandbox. */
const credentials = { THULIUM_USER: "api_user", THULIUM_PASSWORD: "api_pass" };

/** The only commands that are run. A mistake in a command that deploys must not deploy anything. */
const harmless =
  /^(?:cat|curl|export|printf|sed) |^(?:[A-Z_]+=\S+ )*(?:npx --yes )?deno(?:@[\d.]+)? (?:run|serve|task) /;

/** A command that runs until it is stopped: its variables, the part that serves, and its arguments. */
const serving = /^((?:[A-Z_]+=\S+ )*)deno ((?:task )?(?:serve|sandbox)) (.*)$/;

interface Served extends ChildServer {
  /** The port on the page. The server listens on a free port instead. */
  readonly port: string;
}

/** A reader of one section. */
export class Reader {
  readonly #folder: string;
  readonly #thulium: string;
  readonly #served: Array<Served> = [];
  #printed: string | undefined;

  private constructor(folder: string, thulium: string) {
    this.#folder = folder;
    this.#thulium = thulium;
  }

  /** Makes the reader's folder; `thulium` is the sandbox's URL. */
  static async begin(thulium: string): Promise<Reader> {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/deno.json`, readersManifest);
    await Deno.copyFile(`${root}deno.lock`, `${folder}/deno.lock`);
    await Deno.mkdir(`${folder}/bin`);
    // `deno` is the one that runs this test.
    await Deno.writeTextFile(`${folder}/bin/deno`, `#!/bin/sh\nexec ${Deno.execPath()} "$@"\n`);
    await Deno.chmod(`${folder}/bin/deno`, 0o755);
    return new Reader(folder, thulium);
  }

  /** Stops the servers and removes the folder. */
  async end(): Promise<void> {
    await Promise.all(this.#served.map(({ close }) => close()));
    await Deno.remove(this.#folder, { recursive: true });
  }

  /**
   * Does what a block says. If the page shows what the commands print, they may end with any status; otherwise
   * they must succeed.
   */
  async follow(block: Block, isShown: boolean): Promise<void> {
    const { file, isIgnored, language, place, text } = block;
    if (language === "text") {
      assertEquals(this.#printed, text, `${place}: the commands did not print what the page shows`);
    } else if (language === "sh") {
      const commands = commandsOf(block).filter((command) => !isElsewhere(command));
      for (const command of commands) assert(harmless.test(command), `${place}: ${command}`);
      for (const command of commands.filter(isServing)) await this.#serve(command);
      await this.#run(commands.filter((command) => !isServing(command)), place, isShown);
    } else if (isIgnored) {
      await Deno.writeTextFile(`${this.#folder}/${file ?? "program.ts"}`, text);
      if (file !== undefined) return;
      const command = "deno run --quiet --allow-net=127.0.0.1 --allow-env program.ts";
      await this.#run([command], place, false);
    } else if (file !== undefined) {
      await Deno.writeTextFile(`${this.#folder}/${file}`, text);
    }
  }

  /** Checks the types of all programs at once: the library is read once for all of them. */
  async check(sections: ReadonlyArray<ReadonlyArray<Block>>): Promise<void> {
    const files: Array<string> = [];
    for (const [i, blocks] of sections.entries()) {
      await Deno.mkdir(`${this.#folder}/${i}`);
      for (const [n, { file, isIgnored, language, text }] of blocks.entries()) {
        if (language !== "ts") continue;
        const path = `${i}/${file ?? `program_${n}.ts`}`;
        await Deno.writeTextFile(`${this.#folder}/${path}`, text);
        if (isIgnored) files.push(path);
      }
    }
    await this.#run([`deno check --quiet ${files.join(" ")}`], "the programs on the pages", false);
  }

  async #run(commands: ReadonlyArray<string>, place: string, isShown: boolean): Promise<void> {
    if (commands.length === 0) return;
    const script = [`PATH=${this.#folder}/bin:$PATH`, ...commands.map((each) => this.#here(each))];
    const { code, stderr, stdout } = await new Deno.Command("sh", {
      args: [isShown ? "-c" : "-ec", script.join("\n")],
      cwd: this.#folder,
      env: { ...credentials, THULIUM_URL: this.#thulium, NO_COLOR: "1", LC_ALL: "C" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    this.#printed = `${decoder.decode(stdout).trimEnd()}\n`;
    if (!isShown) assertEquals(code, 0, `${place}: ${decoder.decode(stderr)}`);
  }

  /** Replaces what a command uses outside this machine by what is here. */
  #here(command: string): string {
    const atReader = command
      .replaceAll("THULIUM_SYSTEM=acme", `THULIUM_URL=${this.#thulium}`)
      .replaceAll("https://acme.thulium.com", this.#thulium)
      .replaceAll("--system acme", `--url ${this.#thulium}`)
      .replaceAll("--allow-net=acme.thulium.com", "--allow-net=127.0.0.1")
      .replaceAll(/npx --yes deno@[\d.]+/g, "deno")
      .replaceAll(`jsr:${manifest.name}/cli`, pathOf("./cli"))
      .replace(
        /deno task (\S+)(.*)/,
        (_, task, rest) => `(cd ${root} && ${manifest.tasks[task].command}${rest})`,
      );
    return this.#served.reduce(
      (text, { port, url }) => text.replaceAll(`http://127.0.0.1:${port}`, url),
      atReader,
    );
  }

  /** Starts a server on a free port, and checks that it answers. */
  async #serve(command: string): Promise<void> {
    const [, variables, what, rest] = serving.exec(command) ?? [];
    const task = /^task (.*)$/.exec(what)?.[1];
    const verb = task === undefined ? what : manifest.tasks[task].command.replace(/^deno /, "");
    const port = /--port (\d+)/.exec(rest)?.[1] ?? "";
    const args = this.#here(rest).replace(`--port ${port}`, "--port 0").replaceAll('"', "");
    const server = await asChild(
      `${verb} ${args}`.split(" "),
      envOf(this.#here(variables)),
      "SIGKILL",
      task === undefined ? this.#folder : root,
    );
    this.#served.push({ ...server, port });
    const response = await server.fetch("/");
    await response.body?.cancel();
    assert(response.status < 500, `${command}: ${response.status}`);
  }
}

const isServing = (command: string): boolean => serving.test(command);

const envOf = (variables: string): Env =>
  Object.fromEntries(
    variables.trim().split(" ").flatMap((each) => {
      const [name, value] = each.split("=");
      return value === undefined ? [] : [[name, value]];
    }),
  );
