import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  ErrorCode,
  type JSONRPCRequest,
  type ServerNotification,
  type ServerRequest,
  type ServerResult,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { words } from "../text/page/words.ts";
import { didYouMean } from "./nearest.ts";
import { problems } from "./problems.ts";

export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Whether the client that asks shows pages of servers. */
export type ShowsPages = (extra: RequestExtra) => boolean;

type Answer = (params: unknown, extra: RequestExtra) => Promise<ServerResult>;

/** An error that answers a request. Not the SDK's `McpError`: its message carries a prefix, which clients add again. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The methods of the server, but for those that the SDK answers itself. Registered with the SDK, whose own schemas would
 * see the parameters first, one that does not fit would be answered with a dump of the schema's errors.
 */
export class Methods {
  readonly #answers = new Map<string, Answer>();

  /** Answers the requests of a method; parameters that do not fit are refused. */
  on<Params extends z.ZodType>(
    method: string,
    params: Params,
    answer: (params: z.output<Params>, extra: RequestExtra) => ServerResult | Promise<ServerResult>,
  ): void {
    this.#answers.set(method, async (given, extra) => {
      const parsed = params.safeParse(given, { reportInput: true });
      if (!parsed.success)
        throw new RequestError(ErrorCode.InvalidParams, problems(parsed.error, ["params"]));
      return answer(parsed.data, extra);
    });
  }

  /** @throws RequestError */
  async answer({ method, params }: JSONRPCRequest, extra: RequestExtra): Promise<ServerResult> {
    const answer = this.#answers.get(method);
    if (answer !== undefined) return answer(params, extra);
    const nearest = didYouMean(method, [...this.#answers.keys()]);
    throw new RequestError(ErrorCode.MethodNotFound, `${words`there is no method ${method}`}${nearest}`);
  }
}

/** Of a list that comes whole: there is no further page, and so no cursor to ask for one with. */
export const OnlyPage = z
  .object({ cursor: z.never("unknown cursor: the list has one page").optional() })
  .optional();
