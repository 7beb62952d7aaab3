import { ConfigurationError } from "../../mandate";

/** The server answered, and said no. */
export function refusal(request: string, status: number, body: unknown): ConfigurationError {
  return new ConfigurationError("the cluster refused", [
    {
      where: request,
      what: messageOf(body) ?? "the server gave no reason",
      found: `HTTP status ${status}`,
      ...fixOf(status),
    },
  ]);
}

/** Nobody answered. */
export function unreachable(server: string, error: unknown): ConfigurationError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new ConfigurationError("the cluster cannot be reached", [
    {
      where: server,
      what: message === "" ? (code ?? "the connection failed") : message,
      fix: "start the cluster, or name another context in the environment",
    },
  ]);
}

function messageOf(body: unknown): string | undefined {
  const { message } = (body ?? {}) as { message?: unknown };
  return typeof message === "string" && message !== "" ? message : undefined;
}

function fixOf(status: number): { readonly fix?: string } {
  if (status === 401) return { fix: "log in again: the credentials of the context are not accepted" };
  if (status === 403) return { fix: "use a context with the rights of a cluster administrator" };
  return {};
}
