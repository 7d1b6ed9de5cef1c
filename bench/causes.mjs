/** What is known of why a target is missed, and what was tried. */
export const CAUSES = {
  newerNode:
    "the bare loop takes half of what it takes on Node 20, and what the server adds to it stays; from run to run it is 1.15 to 1.35; tried: fewer modules of Node's own at the start, a fifth less",
  tokens:
    "the tools of server-everything have an argument or two; without descriptions of arguments and titles these here would take 160 each",
  firstAnswer:
    "undici, zod, the SDK and the tool are 1 MB of code to compile and run; tried: V8's cache of compiled code on Node 20 (vm.Script), 19 % less CPU of `call list_pipelines`, and one file in place of 60, 3 % less",
  oneCall:
    "0.9 MB of code is compiled and run, and Node itself takes a quarter of the target; tried: V8's cache of compiled code on Node 20 (vm.Script), 18 % less CPU, and one file in place of 80, 12 % less; a startup snapshot needs a flag, and so Node started twice",
  largeList:
    "to receive the bytes takes as long as to parse them and 2.7 times their memory, for Node lets go of 64 MiB at a time; the rest is 5,000 rows, of each what the table has is checked, cleaned and laid out",
  burst:
    "calls take turns on one thread, and each reads, checks and searches for secrets all that Feldera sends of its pipelines",
};
