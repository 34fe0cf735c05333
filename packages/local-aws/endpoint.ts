import {
	createServer,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import { isApiPath } from "./api-gateway/api-url.ts";
import { createCloudFormationActions } from "./cloudformation/api.ts";
import { foreignPage } from "./foreign-page.ts";
import { sendJson, serveJson, serveQuery } from "./http.ts";
import { refuseOtherRegion } from "./other-region.ts";
import { serveScheduler } from "./scheduler/api.ts";
import type { AwsServices } from "./services.ts";
import { isCertificatePath, serveCertificate } from "./sns/signer.ts";
import { isQueuePath } from "./sqs/query-protocol.ts";

/** A request that a test wants to fail; undefined lets it through. */
export type Interception =
	| "drop"
	| "drop-answer"
	| "error"
	| "denied"
	| undefined;

/** One address for every AWS service: a request's signature or target tells whom it is for. */
export class AwsEndpoint {
	readonly #services: AwsServices;
	#underWay = 0;
	readonly server: Server;
	/** Calls by service and action, since the start. */
	readonly calls = new Map<string, number>();
	/** Lets a test or a drill lose requests or answers. `by`: the method, and the access key id that signed. */
	intercept: (
		service: string,
		action: string,
		by: { readonly method: string; readonly accessKeyId: string },
	) => Interception = () => undefined;

	constructor(services: AwsServices) {
		this.#services = services;
		this.server = createServer((request, response) => {
			this.#route(request, response).catch((error) => {
				if (!response.headersSent)
					sendJson(response, 500, {
						__type: "InternalFailure",
						message: String(error),
					});
			});
		});
		this.server.keepAliveTimeout = 60_000;
	}

	/** Whether it is answering anybody; those who wait for a message aside. */
	get busy(): boolean {
		return this.#underWay > 0;
	}

	async #route(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const refusal = foreignPage(request);
		if (refusal !== undefined)
			return sendJson(response, 403, {
				__type: "AccessDeniedException",
				message: refusal,
			});
		const target = String(request.headers["x-amz-target"] ?? "");
		const service = serviceOf(request, target);
		const action =
			target === "" ? (request.url ?? "") : (target.split(".").at(-1) ?? "");
		const key = `${service} ${target === "" ? (request.method ?? "") : action}`;
		this.calls.set(key, (this.calls.get(key) ?? 0) + 1);

		if (action !== "ReceiveMessage") {
			this.#underWay += 1;
			response.once("close", () => {
				this.#underWay -= 1;
			});
		}
		const signer = credentialOf(request);
		const { regions } = this.#services;
		const signed = { service, region: signer.region };
		if (refuseOtherRegion(request, response, signed, regions)) return;
		const interception = this.intercept(service, action, {
			method: request.method ?? "GET",
			accessKeyId: signer.accessKeyId,
		});
		if (interception === "drop") return void request.socket.destroy();
		if (interception === "error")
			return sendJson(response, 500, {
				__type: "InternalServerError",
				message: "failure on demand",
			});
		if (interception === "denied")
			return sendJson(response, 400, {
				__type: "AccessDeniedException",
				message: "denied on demand",
			});
		// Node takes it from the machine's clock; this run's may have been moved.
		response.setHeader("date", new Date().toUTCString());
		// The service does its work; only the client never hears of it.
		if (interception === "drop-answer")
			response.end = (() => request.socket.destroy()) as never;
		return this.#serve(service, request, response);
	}

	async #serve(
		service: string,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const services = this.#services;
		const readForm = async () => new URLSearchParams(await text(request));
		const jsonActions = new Map([
			["secretsmanager", services.secrets.actions],
			["events", services.events.actions],
			["kms", services.keys.actions],
			["logs", services.logs.actions],
			["states", services.stepFunctions.actions],
		]).get(service);
		if (jsonActions !== undefined)
			return serveJson(request, response, jsonActions);
		switch (service) {
			case "dynamodb":
				return services.tables.handle(request, response);
			case "lambda":
				return services.lambda.handle(request, response);
			case "scheduler":
				return serveScheduler(services.schedules, request, response);
			case "monitoring":
				// Newer clients speak JSON, older ones send forms.
				return request.headers["x-amz-target"] === undefined
					? serveQuery(
							await readForm(),
							response,
							"http://monitoring.amazonaws.com/doc/2010-08-01/",
							services.cloudwatch.actions,
						)
					: serveJson(request, response, services.cloudwatch.actions);
			case "cloudformation":
				return serveQuery(
					await readForm(),
					response,
					"http://cloudformation.amazonaws.com/doc/2010-05-15/",
					createCloudFormationActions(services.stacks, services.region),
				);
			case "sns-certificate":
				return serveCertificate(request, response, services.queues.signer);
			case "execute-api":
				return services.apis.handle(request, response);
			default:
				return services.queues.handle(request, response);
		}
	}
}

const TARGETS: Readonly<Record<string, string>> = {
	AmazonSQS: "sqs",
	DynamoDB_20120810: "dynamodb",
	secretsmanager: "secretsmanager",
	AWSEvents: "events",
	TrentService: "kms",
	GraniteServiceVersion20100801: "monitoring",
	Logs_20140328: "logs",
	AWSStepFunctions: "states",
};

// Each of Lambda's actions has the date of its own version in its path.
const LAMBDA_PATH =
	/^\/\d{4}-\d\d-\d\d\/(functions|event-source-mappings|account-settings)(\/|$|\?)/;

function serviceOf(request: IncomingMessage, target: string): string {
	if (isCertificatePath(request.url)) return "sns-certificate";
	// Whoever calls an API may sign for anything, or not at all.
	if (isApiPath(request.url)) return "execute-api";
	if (isQueuePath(request.url)) return "sqs";
	const { service } = credentialOf(request);
	if (service !== undefined) return service;
	const named = TARGETS[target.split(".")[0] ?? ""];
	if (named !== undefined) return named;
	return LAMBDA_PATH.test(request.url ?? "") ? "lambda" : "s3";
}

/** Who signed a request, and for which region and service. */
function credentialOf({ headers }: IncomingMessage) {
	const [, accessKeyId = "", region, service] =
		/Credential=([^/]*)\/[^/]*\/([^/]*)\/([^/]+)\//.exec(
			String(headers.authorization ?? ""),
		) ?? [];
	return { accessKeyId, region, service };
}
