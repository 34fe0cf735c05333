/** A request to an API, as templates and mappings see it. */
export interface ApiRequest {
	readonly method: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	readonly pathParameters: Readonly<Record<string, string>>;
	readonly body: string;
	/** `$context`. */
	readonly context: Readonly<Record<string, unknown>>;
	readonly stageVariables: Readonly<Record<string, string>>;
}

/** What the caller of an API gets. */
export interface ApiAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** An answer in the way of API Gateway's own. */
export function messageAnswer(status: number, message: string): ApiAnswer {
	return {
		status,
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ message }),
	};
}

/** Ends the handling of a request with an answer. */
export class Answered extends Error {
	readonly answer: ApiAnswer;

	constructor(status: number, message: string) {
		super(message);
		this.answer = messageAnswer(status, message);
	}
}
