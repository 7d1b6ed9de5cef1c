import { createServer, request } from "node:http";

/**
 * Stands between a client and the server at `target`, and keeps what goes over the wire, in its order: each message with
 * its `sender` and the time in ms since 1970, and `closed` where the client ends the stream of an answer that it has not got.
 */
export async function startHttpTap(target) {
  const wire = [];
  const keep = (sender, message) => wire.push({ atMs: Date.now(), sender, ...message });
  const tap = createServer((asked, answered) => {
    const { method, headers } = asked;
    let isAnswered = false;
    const sent = request(target, { method, headers }, (answer) => {
      answered.writeHead(answer.statusCode, answer.headers);
      answered.flushHeaders();
      eachMessage(answer, (message) => {
        isAnswered ||= "id" in message;
        keep("server", message);
      });
      answer.pipe(answered);
    });
    sent.on("error", () => answered.destroy());
    eachMessage(asked, (message) => keep("client", message));
    asked.pipe(sent);
    answered.on("close", () => {
      if (answered.writableFinished) return;
      if (!isAnswered) keep("client", { closed: true });
      sent.destroy();
    });
  });
  await new Promise((resolve) => tap.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${tap.address().port}${new URL(target).pathname}`,
    wire,
    close() {
      tap.closeAllConnections();
      tap.close();
    },
  };
}

/** Gives each message that a stream is of, JSON or an event with it, as soon as it is whole. */
function eachMessage(stream, take) {
  let unread = "";
  const takeLine = (line) => {
    const json = line.replace(/^data: /, "").trim();
    if (json.startsWith("{")) take(JSON.parse(json));
  };
  stream.setEncoding("utf8");
  stream.on("data", (text) => {
    const lines = `${unread}${text}`.split("\n");
    unread = lines.pop();
    lines.forEach(takeLine);
  });
  stream.on("end", () => takeLine(unread));
}
