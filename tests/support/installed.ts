/** Programs of the machine that some tests need. */

/** Whether a program is there, and says a version that is as wanted. */
export const isInstalled = (program: string, version = /./): Promise<boolean> =>
  new Deno.Command(program, { args: ["--version"] }).output().then(
    ({ stdout, success }) => success && version.test(new TextDecoder().decode(stdout)),
    () => false,
  );
