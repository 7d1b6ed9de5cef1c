// With `--import`, has the server's process and those of its analyses write the peak of their resident memory to its
// stderr, in KiB: the server at its end, an analysis whenever it answers.
const peak = () => `peak ${process.resourceUsage().maxRSS}\n`;

if (process.send === undefined) {
  process.on("exit", () => process.stderr.write(peak()));
} else {
  const send = process.send.bind(process);
  process.send = (...message) => {
    process.stdout.write(peak());
    return send(...message);
  };
}
