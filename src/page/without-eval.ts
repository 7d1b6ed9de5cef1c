import { config } from "zod";

/** Schemas that are made after this compile nothing at run time, which the page's policy forbids. */
config({ jitless: true });
