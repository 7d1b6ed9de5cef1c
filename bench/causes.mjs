/** What is known of why a target is missed, and what was tried. */
export const CAUSES = {
  newerNode:
    "the bare loop takes half of what it takes on Node 20, and what the server adds to it stays; from run to run it is 1.15 to 1.35; tried: fewer modules of Node's own at the start, a fifth less",
  tokens:
    "the tools of server-everything have an argument or two; without descriptions of arguments and titles these here would take 160 each",
  firstAnswer:
    "undici, zod, the SDK and the tool are 1 MB of code to compile and run; Node 22 and newer keep it compiled, Node 20 does not; tried there: V8's cache of compiled code by vm.Script, 19 % less CPU of `call list_pipelines`, but modules do not take it, and the program would have to be built a second time, as CommonJS; one file in place of 60, 3 % less",
  oneCall:
    "1.3 MB of code in 91 files is read, compiled and run, and Node itself takes a quarter of the target; tried: V8's cache of compiled code by vm.Script, 18 % less CPU, but modules of Node 20 do not take it, and the program would have to be built a second time, as CommonJS; one file in place of 80, 12 % less; re2js only where a pattern is given would be 3 % less, and every analysis would have to wait for it; a quarter of the CPU is the analysis itself, 120 ms where it runs once and 50 ms where it has run before, spread over all that it does; V8's flags that compile sooner or later (always-sparkplug, max-lazy, no-lazy-feedback-allocation) and a larger young generation are no faster, and no-opt, 15 % less CPU, takes as long; a startup snapshot needs a flag, and so Node started twice",
  largeList:
    "to receive the bytes takes as long as to parse them and 2.7 times their memory, for Node lets go of 64 MiB at a time; the rest is 5,000 rows, of each what the table has is checked, cleaned and laid out",
  burst:
    "calls take turns on one thread, each for 2 to 3 ms, of which the target leaves 1.5: a fifth are system calls on sockets, the rest is spread over what is done with all that Feldera sends of its pipelines, which is read, checked, searched for secrets and laid out; not tried: more than 16 connections to Feldera, since what 16 answers take of the thread is longer than Feldera's 20 ms",
  flame:
    "the first look at a profile of 200,000 stacks of 40 frames makes stacks and a call tree of it, 0.4 s of CPU, where the page itself takes 0.2 s; done: the summary leaves its samples, which took 0.7 s of CPU to read again, and nodes are merged where somebody looks, and no longer all of them, which was 1.2 s",
  mixed: "on two CPUs the server takes turns with three analyses and with the Feldera that it asks",
  heap: "to inflate the profile takes a third of the target; the rest is 8 million locations, each to be read and counted once for each stack",
  cpuFunctions:
    "to inflate the profile takes all of the target, and cannot be done in parts side by side; its text is read meanwhile, a byte at a time, and takes as long; its stacks are added up after that; tried: what is not read is passed over in one loop, numbers become columns as they come, and names are made readable once: 22 % less CPU of the analysis",
  cpuFunctionsMemory:
    "both processes take 143 MiB with a profile of 0.9 MB already; the rest are the columns and strings of the profile, and the profile as it was sent; tried: the analysis no longer has that too",
  cpuOperators:
    "to inflate the profile takes two thirds of the target; what is more than for functions are some hundred thousand markers, each with a text, two times and a place in the order of their start; tried: their columns are read as they come, and what was mapped by markers is arrays: 15 to 25 % less CPU of the analysis",
  cpuOperatorsMemory:
    "both processes take 143 MiB with a profile of 0.9 MB already; the rest are 28 bytes of each marker, the strings, and the profile as it was sent; tried: the analysis no longer has that too; to clear away what the last job left of profiles below 8 MB as well: 5 MiB less, for 40 % more CPU",
  largeOperators:
    "strings come last in the profile, so that of each of 12 million markers 28 bytes are held until those are there (two times of 8 bytes each, and the places of its name, text and category), 320 MiB; the server holds the profile as it was sent, 174 MiB, for later calls; the rest is Node twice, samples and stacks; tried: what its text tells takes 7 bytes in place of 24, and the server no longer holds the profile twice while it comes: 798 MiB in place of 1,090; not tried: times as differences, which would save 8 bytes more of a marker and still miss, and to read the profile twice, for a quarter more CPU",
  longLog:
    "of a short stream a good part is the analysis of the 2 MiB that are kept, which takes as long for a stream of any length; from run to run it is 0.50 to 0.56, and more for longer streams",
  longLogMemory:
    "11 MiB are the analysis of the 2 MiB that are kept, where the log that it is compared with has 1 MB; the rest is what has passed and is not let go of yet, most of it (30 MiB) with a stream of 16 MiB already; tried: a young generation of 2 MiB, the same",
};
