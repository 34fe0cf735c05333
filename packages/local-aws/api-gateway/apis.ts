import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { ACCOUNT } from "../http.ts";
import type { RoleClients } from "../sqs/role-clients.ts";
import {
	Answered,
	type ApiAnswer,
	type ApiRequest,
	messageAnswer,
} from "./api-request.ts";
import { apiOf, urlOf } from "./api-url.ts";
import { serveHttpApi } from "./http-api.ts";
import type { HttpApiSpec } from "./http-plan.ts";
import { serveRestApi } from "./rest-api.ts";
import type { RestApiSpec } from "./rest-spec.ts";

interface Api {
	readonly spec: RestApiSpec | HttpApiSpec;
	serve(path: string, request: ApiRequest): Promise<ApiAnswer>;
}

/** API Gateway: the templates' REST and HTTP APIs. Where they are says api-url.ts. */
export class Apis {
	readonly #apis = new Map<string, Api>();

	addRest(
		api: RestApiSpec,
		to: { readonly endpoint: string; readonly clients: RoleClients },
	): void {
		this.#apis.set(api.id, {
			spec: api,
			serve: (path, request) => serveRestApi(api, path, request, to),
		});
	}

	addHttp(api: HttpApiSpec, clients: RoleClients): void {
		this.#apis.set(api.id, {
			spec: api,
			serve: (path, request) => serveHttpApi(api, path, request, clients),
		});
	}

	/** Each stage of each API, and where it is. */
	list(
		endpoint: string,
	): readonly { readonly name: string; readonly url: string }[] {
		return [...this.#apis.values()].flatMap(({ spec: { id, name, stages } }) =>
			stages.map((stage) => ({ name, url: urlOf(endpoint, id, stage.name) })),
		);
	}

	async handle(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const { id, path, query } = apiOf(request.url ?? "");
		const requestId = crypto.randomUUID();
		const extendedRequestId = `${requestId.slice(0, 8)}local=`;
		const answer = await this.#answer(id, path, {
			method: request.method ?? "GET",
			headers: headersOf(request),
			query,
			pathParameters: {},
			body: await text(request),
			stageVariables: {},
			context: {
				requestId,
				extendedRequestId,
				apiId: id,
				accountId: ACCOUNT,
				protocol: `HTTP/${request.httpVersion}`,
				requestTimeEpoch: Date.now(),
				requestTime: new Date().toISOString(),
				identity: {
					sourceIp: request.socket.remoteAddress,
					userAgent: request.headers["user-agent"],
				},
			},
		});
		response.writeHead(answer.status, {
			...answer.headers,
			"x-amzn-requestid": requestId,
			"x-amz-apigw-id": extendedRequestId,
		});
		response.end(answer.body);
	}

	async #answer(
		id: string,
		path: string,
		request: ApiRequest,
	): Promise<ApiAnswer> {
		const api = this.#apis.get(id);
		if (api === undefined)
			return messageAnswer(
				404,
				`The local endpoint has no API ${id}; it has ${[...this.#apis.keys()].join(", ") || "none"}`,
			);
		try {
			return await api.serve(path, request);
		} catch (error) {
			if (error instanceof Answered) return error.answer;
			console.error(`API ${id}: ${error}`);
			return messageAnswer(500, "Internal server error");
		}
	}
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(",") : String(value),
		]),
	);
}
