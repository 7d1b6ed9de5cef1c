// Reads a URL to its end and throws it away: prints the ms that took, and the peak of resident memory in KiB.
import { once } from "node:events";
import { get } from "node:http";

const began = performance.now();
const [response] = await once(get(process.argv[2]), "response");
response.on("data", () => {});
await once(response, "end");
console.log(performance.now() - began, process.resourceUsage().maxRSS);
