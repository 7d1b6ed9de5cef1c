/** What the facts of the recorded pipeline are filtered to. */
const COSTLY = "enriched.join@9";

/** What a client did, as the cells of its row, and what is wrong with it. */
export function rowOf({ name, version }, seen, wire, hungUpAtMs) {
  const cells = [name, version, eraOf(wire)];
  const promised = listedBy(wire);
  if (seen.connected !== undefined) {
    const isConnected = /feldera: .*✔? ?Connected/i.test(seen.connected);
    const problem = isConnected ? undefined : `${name}: ${seen.connected}`;
    const listed = promised === undefined ? "connected" : String(promised);
    return { cells: [...cells, listed, ...Array(4).fill("for a model alone")], problem };
  }
  const { listed, called, error, slow, cancelled, after, filtered } = seen;
  const problems = [
    listed !== promised && `lists ${listed} tools of ${promised}`,
    !/pipelines?/.test(called.text) && `is answered ${JSON.stringify(called)}`,
    !/There is no pipeline nope/.test(error.text ?? error.raised) && `is told ${JSON.stringify(error)}`,
    filtered !== undefined &&
      filtered.join() !== COSTLY &&
      `filters ${JSON.stringify(filtered)} from the facts`,
    after !== undefined && after.text !== called.text && `then is answered ${JSON.stringify(after)}`,
  ].filter((problem) => problem !== false);
  return {
    cells: [
      ...cells,
      String(listed),
      "yes",
      errorCell(error),
      slow.text === undefined ? `gives up: ${slow.raised}` : "waits",
      cancelled === undefined ? "none: a process for each call" : cancelCell(wire, hungUpAtMs),
    ],
    problem: problems.length === 0 ? undefined : `${name} ${problems.join("; ")}`,
  };
}

function eraOf(wire) {
  const [last] = wire
    .filter(({ sender, method }) => sender === "client" && method?.startsWith("tools/"))
    .slice(-1);
  const modern = last?.params?._meta?.["io.modelcontextprotocol/protocolVersion"];
  const legacy = wire.findLast(({ result }) => result?.protocolVersion !== undefined)?.result.protocolVersion;
  const discovered = wire.find(({ result }) => result?.supportedVersions !== undefined)?.result
    .supportedVersions[0];
  return modern ?? legacy ?? discovered ?? "none";
}

function listedBy(wire) {
  return wire.find(({ result }) => result?.tools !== undefined)?.result.tools.length;
}

function errorCell({ isError, raised }) {
  if (raised !== undefined) return `raises ${raised.split(":")[0]}`;
  return isError === true ? "as an error" : "its text alone";
}

/** How the server was told of the call that was given up, and whether Feldera was still asked. */
function cancelCell(wire, hungUpAtMs) {
  const next = wire.findLast(({ method }) => method === "tools/call");
  const before = wire.filter(({ sender, atMs }) => sender === "client" && atMs < next.atMs);
  const isEnded = hungUpAtMs !== undefined && hungUpAtMs < next.atMs;
  return `${tellingOf(before)}, ${isEnded ? "ended" : "goes on"}`;
}

function tellingOf(sent) {
  if (sent.some(({ method }) => method === "notifications/cancelled")) return "told";
  return sent.some(({ closed }) => closed) ? "told by the stream's end" : "not told";
}
