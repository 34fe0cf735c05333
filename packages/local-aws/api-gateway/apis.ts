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
import { serveHttpRoute } from "./http-api.ts";
import type { planHttpApis } from "./http-plan.ts";
import { serveRestMethod } from "./rest-api.ts";
import type { planRestApis } from "./rest-plan.ts";
import { findRoute, type Route } from "./route-match.ts";
import { inStage, type StageSpec } from "./stages.ts";

/** What REST and HTTP APIs have in common. */
interface ApiSpec<R extends Route> {
	readonly id: string;
	readonly name: string;
	readonly stages: readonly StageSpec[];
	readonly routes: readonly (R & { readonly context: object })[];
}

interface Api {
	readonly spec: ApiSpec<Route>;
	/** `path` has the stage in front, unless it is `$default`. */
	serve(path: string, request: ApiRequest): Promise<ApiAnswer>;
}

/** API Gateway: the templates' REST and HTTP APIs. Where they are says api-url.ts. */
export class Apis {
	readonly #apis = new Map<string, Api>();

	addRest(
		api: ReturnType<typeof planRestApis>[number],
		clients: RoleClients,
	): void {
		this.#add(api, {
			noStage: messageAnswer(403, "Forbidden"),
			// So API Gateway says that there is no such method.
			noRoute: messageAnswer(403, "Missing Authentication Token"),
			serve: (method, request) => serveRestMethod(method, request, clients),
		});
	}

	addHttp(
		api: ReturnType<typeof planHttpApis>[number],
		clients: RoleClients,
	): void {
		this.#add(api, {
			noStage: messageAnswer(404, "Not Found"),
			noRoute: messageAnswer(404, "Not Found"),
			serve: (route, request) => serveHttpRoute(route, request, clients),
		});
	}

	#add<R extends Route>(
		spec: ApiSpec<R>,
		ways: {
			readonly noStage: ApiAnswer;
			readonly noRoute: ApiAnswer;
			serve(route: R, request: ApiRequest): Promise<ApiAnswer>;
		},
	): void {
		const serve: Api["serve"] = async (path, request) => {
			const { stage, inside } = inStage(spec.stages, path);
			if (stage === undefined) return ways.noStage;
			const found = findRoute(spec.routes, request.method, inside);
			if (found === undefined) return ways.noRoute;
			const { route, pathParameters } = found;
			return ways.serve(route, {
				...request,
				pathParameters,
				stageVariables: stage.variables,
				context: {
					...request.context,
					...route.context,
					stage: stage.name,
					path,
					httpMethod: request.method,
				},
			});
		};
		this.#apis.set(spec.id, { spec, serve });
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
