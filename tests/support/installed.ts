/** Looks for programs that some tests need. */

/** Whether a program is installed, and prints a version that matches. */
export const isInstalled = (program: string, version = /./): Promise<boolean> =>
  new Deno.Command(program, { args: ["--version"] }).output().then(
    ({ stdout, success }) => success && version.test(new TextDecoder().decode(stdout)),
    () => false,
  );
