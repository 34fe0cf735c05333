/** Asks a running stack by its inbox's address. @returns the JSON it answers. @throws Error with its own sentence when it refuses. */
export type Ask = <Answer>(
	path: string,
	request?: { readonly method: string; readonly body?: unknown },
) => Promise<Answer>;

export function askAt(url: string): Ask {
	return async <Answer>(
		path: string,
		{ method, body }: { readonly method: string; readonly body?: unknown } = {
			method: "GET",
		},
	) => {
		const response = await fetch(new URL(path, url), {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(sentenceIn(text));
		return (text === "ok" ? undefined : JSON.parse(text)) as Answer;
	};
}

function sentenceIn(text: string): string {
	try {
		const { Error: sentence } = JSON.parse(text) as { Error?: unknown };
		return String(sentence ?? text);
	} catch {
		return text;
	}
}
