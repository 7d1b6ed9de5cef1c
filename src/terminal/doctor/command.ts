/** What the command needs, which is read where it is given. */
export { examineWith } from "./doctor.ts";
export { givenNames } from "./given.ts";
export { doctorText } from "./text.ts";
