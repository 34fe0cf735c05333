import type { IncomingMessage, ServerResponse } from "node:http";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { readBytes, sendJson } from "../http.ts";
import type { RoleClients } from "../sqs/role-clients.ts";
import { type Publication, selected } from "./sql-values.ts";
import type { TopicRuleSpec } from "./topic-rule.ts";

/** IoT's message broker: takes what is published over HTTPS and runs the template's rules on it. */
export class Iot {
	readonly #rules: {
		readonly spec: TopicRuleSpec;
		readonly clients: RoleClients;
	}[] = [];

	add(spec: TopicRuleSpec, clients: RoleClients): void {
		if (spec.enabled) this.#rules.push({ spec, clients });
	}

	/** `POST /topics/<topic>`. */
	async handle(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const { pathname } = new URL(request.url ?? "/", "http://localhost");
		const [, topic] = /^\/topics\/(.+)$/.exec(pathname) ?? [];
		if (request.method !== "POST" || topic === undefined) {
			response.setHeader("x-amzn-errortype", "ResourceNotFoundException");
			return sendJson(response, 404, {
				message: `The local endpoint has no ${request.method} ${pathname} of IoT; it has POST /topics/<topic>`,
			});
		}
		const payload = await readBytes(request);
		await this.#publish({ topic: decodeURIComponent(topic), payload });
		sendJson(response, 200, { message: "OK", traceId: crypto.randomUUID() });
	}

	// AWS answers before its rules run; here what they did can be seen as soon as the answer is there.
	async #publish(publication: Publication): Promise<void> {
		for (const { spec, clients } of this.#rules) {
			const { statement, actions, name } = spec;
			if (!matchesTopic(statement.from, publication.topic)) continue;
			const output = selected(statement, publication);
			if (output === undefined) continue;
			for (const { queueUrl, roleArn, useBase64 } of actions) {
				const MessageBody = output.toString(useBase64 ? "base64" : "utf8");
				await clients
					.sqs(roleArn)
					.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }))
					.catch((error) => console.error(`IoT rule ${name}: ${error}`));
			}
		}
	}
}

/** Whether a topic is one of a filter's: `+` is one level, `#` at the end all that follow, also none. */
function matchesTopic(filter: string, topic: string): boolean {
	const wanted = filter.split("/");
	const levels = topic.split("/");
	// Topics of AWS itself are only found by name.
	if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
	const rest = wanted.indexOf("#");
	if (rest >= 0)
		return levels.length >= rest && isSame(wanted.slice(0, rest), levels);
	return wanted.length === levels.length && isSame(wanted, levels);
}

function isSame(wanted: readonly string[], levels: readonly string[]): boolean {
	return wanted.every((level, index) =>
		level === "+" ? levels[index] !== undefined : level === levels[index],
	);
}
