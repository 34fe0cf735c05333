import { join } from "node:path";
import {
	InvocationType,
	InvokeCommand,
	LambdaClient,
} from "@aws-sdk/client-lambda";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import {
	DefinitionBody,
	JsonPath,
	StateMachine,
} from "aws-cdk-lib/aws-stepfunctions";
import { MailDestination, MailTask } from "../../../infra/index.ts";
import type { WayIn } from "../way-in.ts";

const FAILING = join(import.meta.dirname, "../../fixtures/functions/failing");

/** Mail by what runs somebody's code. */
export const CODE: readonly WayIn[] = [
	{
		name: "a function's destination",
		subject:
			"FAILED: Lambda function orders-import in 000000000000 (us-east-1)",
		isDoubted: true,
		minutes: 5,
		build(stack, sender) {
			new Fn(stack, "Import", {
				functionName: "orders-import",
				runtime: Runtime.NODEJS_LATEST,
				handler: "index.handler",
				code: Code.fromAsset(FAILING),
				onFailure: new MailDestination(sender, {
					route: { to: "oncall@example.com" },
				}),
			});
		},
		async act({ client }) {
			const lambda = new LambdaClient(client);
			await lambda.send(
				new InvokeCommand({
					FunctionName: "orders-import",
					InvocationType: InvocationType.Event,
					Payload: '{"day":"2026-11-25"}',
				}),
			);
			lambda.destroy();
		},
	},
	{
		name: "a state machine",
		subject: "Order 4711 is on its way",
		build(stack, sender) {
			const tell = new MailTask(stack, "Tell", {
				sender,
				message: {
					to: JsonPath.stringAt("$.email"),
					subject: JsonPath.format(
						"Order {} is on its way",
						JsonPath.stringAt("$.order"),
					),
					text: "Soon.",
				},
			});
			new StateMachine(stack, "Ship", {
				stateMachineName: "ship",
				definitionBody: DefinitionBody.fromChainable(tell),
			});
		},
		async act({ client }) {
			const sfn = new SFNClient(client);
			await sfn.send(
				new StartExecutionCommand({
					stateMachineArn:
						"arn:aws:states:us-east-1:000000000000:stateMachine:ship",
					input: '{"email":"ann@example.com","order":"4711"}',
				}),
			);
			sfn.destroy();
		},
	},
];
