import type { RequestId } from "@modelcontextprotocol/sdk/types.js";

/** The answers of a batch, which go out together once there are as many as requests. */
interface Batch {
  readonly waitingFor: RequestId[];
  /** Each as JSON. */
  readonly answers: string[];
}

/** The batches that are not answered yet. */
export class Batches {
  readonly #open = new Set<Batch>();

  /** A batch with these requests, and answers that there are already. Returns what to write now, if anything. */
  begin(waitingFor: readonly RequestId[], answers: readonly string[]): string | undefined {
    const batch = { waitingFor: [...waitingFor], answers: [...answers] };
    this.#open.add(batch);
    return this.#written(batch);
  }

  /** Whether a batch waits for the answer to that request. */
  waitFor(id: RequestId): boolean {
    return this.#batchOf(id) !== undefined;
  }

  /** An answer to a request of a batch; undefined where the request has been cancelled, and none is to come. */
  settle(id: RequestId, answer?: string): string | undefined {
    const batch = this.#batchOf(id);
    if (batch === undefined) return undefined;
    batch.waitingFor.splice(batch.waitingFor.indexOf(id), 1);
    if (answer !== undefined) batch.answers.push(answer);
    return this.#written(batch);
  }

  #batchOf(id: RequestId): Batch | undefined {
    return [...this.#open].find(({ waitingFor }) => waitingFor.includes(id));
  }

  #written(batch: Batch): string | undefined {
    if (batch.waitingFor.length > 0) return undefined;
    this.#open.delete(batch);
    return batch.answers.length === 0 ? undefined : `[${batch.answers.join(",")}]`;
  }
}
