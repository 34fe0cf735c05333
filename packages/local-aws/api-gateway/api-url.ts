/**
 * Where the APIs are on the one endpoint: `/_aws/execute-api/<api id>/<stage>/<path>`, and without the
 * stage for an HTTP API's stage `$default`.
 */
const API_PATH = "/_aws/execute-api/";
/** Stage of an HTTP API that has no name in its addresses. */
export const DEFAULT_STAGE = "$default";

export function isApiPath(url = ""): boolean {
	return url.startsWith(API_PATH);
}

/** The address of an API's stage. */
export function urlOf(endpoint: string, id: string, stage: string): string {
	const api = `${endpoint}${API_PATH}${id}`;
	return stage === DEFAULT_STAGE ? api : `${api}/${stage}`;
}

/** `api` and the rest of a request's path, stage included. */
export function apiOf(url: string): {
	readonly id: string;
	readonly path: string;
	readonly query: URLSearchParams;
} {
	const { pathname, searchParams } = new URL(url, "http://localhost");
	const [id = "", ...rest] = pathname.slice(API_PATH.length).split("/");
	return { id, path: `/${rest.join("/")}`, query: searchParams };
}

/** A text with the addresses of APIs as they are locally. */
export function localUrls(text: string, endpoint: string): string {
	return text.replace(
		/https:\/\/([a-z0-9]+)\.execute-api\.[\w-]+\.amazonaws\.com/g,
		(_match, id: string) => `${endpoint}${API_PATH}${id}`,
	);
}
