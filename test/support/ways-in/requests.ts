import { CfnOutput } from "aws-cdk-lib";
import { RestApi } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { expect } from "vitest";
import {
	MailHttpIntegration,
	MailRestIntegration,
} from "../../../infra/index.ts";
import { mail } from "../mail.ts";
import type { WayIn } from "../way-in.ts";

const post = (url: string, message: object) =>
	fetch(url, {
		method: "POST",
		body: JSON.stringify(message),
		headers: { "content-type": "application/json" },
	});

/** Mail by a request to API Gateway. */
export const REQUESTS: readonly WayIn[] = [
	{
		name: "a REST API",
		subject: "By REST",
		build(stack, sender) {
			const integration = new MailRestIntegration(sender);
			const api = new RestApi(stack, "Rest", { cloudWatchRole: false });
			const resource = api.root.addResource("mail");
			resource.addMethod("POST", integration, integration.methodOptions(api));
		},
		async act({ output }) {
			const url = `${output("RestEndpoint")}mail`;
			const text = 'Hello & "good" ünï\n%7B 😀';
			const message = mail({ id: "rest-1", subject: "By REST", text });
			const wrong = await post(url, { ...message, text: 7 });
			expect(wrong.status).toBe(400);
			const right = await post(url, message);
			expect(right.status).toBe(202);
			expect(await right.json()).toEqual({ messageId: expect.any(String) });
		},
	},
	{
		name: "an HTTP API",
		subject: "By HTTP",
		build(stack, sender) {
			const api = new HttpApi(stack, "Http");
			api.addRoutes({
				path: "/mail",
				methods: [HttpMethod.POST],
				integration: new MailHttpIntegration(sender),
			});
			new CfnOutput(stack, "HttpUrl", { value: api.apiEndpoint });
		},
		async act({ output }) {
			const message = mail({ id: "http-1", subject: "By HTTP" });
			const response = await post(`${output("HttpUrl")}/mail`, message);
			expect(response.status).toBe(200);
		},
	},
];
