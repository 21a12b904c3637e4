import type { Digest } from "./call-identity.ts";

const url = /^(https?|ssh|git|git\+https?|git\+ssh|ssh\+git):\/\/([^/?#]*)([^?#]*)/i;
/** `user@host:path`; one letter before the colon is a drive. */
const scp = /^((?:[^/]*@)?(?:[^/:@[]{2,}|\[[0-9a-f:]+\])):(?!\/\/)([^?#]*)/i;
/** What this function gives: a host of two words at least, and two words of a path. */
const normalised = /^((?:[\w-]+\.)+[a-z]{2,})(\/[^/?#]+\/[^?#]+)/i;

const hostForm = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:]+\])$/;
/** An address, with user and port, of which only the host says where a repository is. */
const authorityForm = /^(?:.*@)?([^@]*?)\.?(?::\d*)?$/;
const segmentForm = /^(?!\.{1,2}$)[^\s\p{Cc}\\@]+$/u;

/** Addresses that a host has for networks which let only HTTPS through. */
const sameHost: Readonly<Record<string, string>> = {
  "ssh.github.com": "github.com",
  "altssh.gitlab.com": "gitlab.com",
  "altssh.bitbucket.org": "bitbucket.org",
};
/** Hosts to which `Owner/Name` and `owner/name` are one repository. */
const caseless = new Set(["github.com", "gitlab.com", "bitbucket.org", "codeberg.org"]);

/**
 * Where a repository is, such as `github.com/owner/name`, the same for every way to write its remote: as an
 * address (https, ssh, git) or as `user@host:path`, with user, port, query, `.git` and closing slashes, or as
 * this function gives it. Undefined for what is no remote, such as a path, and for what does not tell
 * surely where its user and password end: neither ever is in the answer.
 */
export function normaliseRemote(text: string): string | undefined {
  const remote = text.trim();
  const [, , authority, path] = url.exec(remote) ?? [];
  if (authority !== undefined) return place(authority, path!);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(remote)) return undefined;
  const [, host, rest] = scp.exec(remote) ?? normalised.exec(remote) ?? [];
  return host === undefined ? undefined : place(host, rest!);
}

function place(authority: string, path: string): string | undefined {
  const written = authorityForm.exec(authority)?.[1]?.toLowerCase() ?? "";
  if (!hostForm.test(written)) return undefined;
  const host = Object.hasOwn(sameHost, written) ? sameHost[written]! : written;
  const segments = path
    .replace(/(?:\.git)?\/*$/, "")
    .split("/")
    .filter(Boolean);
  if (segments.length === 0 || !segments.every((segment) => segmentForm.test(segment))) return undefined;
  const plain = segments.join("/");
  return `${host}/${caseless.has(host) ? plain.toLowerCase() : plain}`;
}

/**
 * The project that calls in a repository belong to where no other is named; undefined for what is no remote.
 * @param organization public id
 * @param remote as a tool reports it
 */
export function projectOfRepository(
  digest: Digest,
  organization: string,
  remote: string,
): string | undefined {
  const repository = normaliseRemote(remote);
  if (repository === undefined) return undefined;
  return `proj_${digest(`project\n${organization}\n${repository}`).slice(0, 16)}`;
}
