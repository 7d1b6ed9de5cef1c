import type { Asked, Match, Response, Sequence } from "./responses.ts";

/** What can be told what to answer. */
export interface Served {
  /** Adds a route; where several match a request, the one added last answers. `path` is compared undecoded. */
  on(method: string, path: string, response: Response | Sequence, match?: Match): void;
}

interface Request extends Asked {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Routes extends Served {
  /** The next response to such a request; undefined where no route matches. */
  answerTo(request: Request): Response | undefined;
  clear(): void;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly match: Match;
  next(): Response;
}

/** What a Feldera answers, without a socket. */
export function createRoutes(): Routes {
  const routes: Route[] = [];
  return {
    on(method, path, response, match = {}) {
      routes.push({ method, path, match, next: oneAfterAnother(response) });
    },
    answerTo(request) {
      const route = routes.findLast((candidate) => matches(candidate, request));
      return route && madeFor(request, route.next());
    },
    clear() {
      routes.length = 0;
    },
  };
}

function madeFor(request: Asked, response: Response): Response {
  return response.kind === "by request" ? madeFor(request, response.respond(request)) : response;
}

function oneAfterAnother(response: Response | Sequence): () => Response {
  if (response.kind !== "sequence") {
    return () => response;
  }
  const remaining = [...response.responses];
  let [current] = response.responses;
  return () => {
    current = remaining.shift() ?? current;
    return current;
  };
}

function matches(route: Route, request: Request): boolean {
  return (
    route.method === request.method &&
    route.path === request.path &&
    includes(request.query, route.match.query) &&
    includes(request.headers, route.match.headers)
  );
}

function includes(
  all: Readonly<Record<string, string>>,
  some: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(some).every(([name, value]) => all[name] === value);
}
