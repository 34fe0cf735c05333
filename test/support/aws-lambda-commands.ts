import {
	DeleteFunctionConcurrencyCommand,
	type FunctionResponseType,
	GetAccountSettingsCommand,
	GetEventSourceMappingCommand,
	InvokeCommand,
	LambdaClient,
	PutFunctionConcurrencyCommand,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { type AwsCommand, Unknown } from "./aws-arguments.ts";

export const LAMBDA_COMMANDS: Readonly<Record<string, AwsCommand>> = {
	"lambda invoke": {
		options: {
			"function-name": "text",
			payload: "text",
			"cli-binary-format": "text",
		},
		async run({ text, has, positionals }, client) {
			if (positionals.length !== 1)
				throw new Unknown("lambda invoke needs one file for the answer");
			// Without it CLI 2 takes the payload for base64.
			if (
				has("payload") &&
				text("cli-binary-format", "base64") !== "raw-in-base64-out"
			)
				throw new Unknown(
					"lambda invoke needs --cli-binary-format raw-in-base64-out",
				);
			const { Payload = new Uint8Array() } = await new LambdaClient(
				client,
			).send(
				new InvokeCommand({
					FunctionName: text("function-name"),
					Payload: text("payload", "{}"),
				}),
			);
			return Buffer.from(Payload).toString();
		},
	},
	"lambda put-function-concurrency": {
		options: {
			"function-name": "text",
			"reserved-concurrent-executions": "text",
		},
		async run({ text }, client) {
			const { ReservedConcurrentExecutions } = await new LambdaClient(
				client,
			).send(
				new PutFunctionConcurrencyCommand({
					FunctionName: text("function-name"),
					ReservedConcurrentExecutions: Number(
						text("reserved-concurrent-executions"),
					),
				}),
			);
			return { ReservedConcurrentExecutions };
		},
	},
	"lambda delete-function-concurrency": {
		options: { "function-name": "text" },
		async run({ text }, client) {
			await new LambdaClient(client).send(
				new DeleteFunctionConcurrencyCommand({
					FunctionName: text("function-name"),
				}),
			);
		},
	},
	"lambda get-account-settings": {
		options: {},
		async run(_args, client) {
			const { AccountLimit, AccountUsage } = await new LambdaClient(
				client,
			).send(new GetAccountSettingsCommand({}));
			return { AccountLimit, AccountUsage };
		},
	},
	"lambda get-event-source-mapping": {
		options: { uuid: "text" },
		async run({ text }, client) {
			const { $metadata: _metadata, ...mapping } = await new LambdaClient(
				client,
			).send(new GetEventSourceMappingCommand({ UUID: text("uuid") }));
			return mapping;
		},
	},
	"lambda update-event-source-mapping": {
		options: {
			uuid: "text",
			enabled: "flag",
			"no-enabled": "flag",
			"batch-size": "text",
			"function-response-types": "list",
			"scaling-config": "text",
		},
		async run({ text, has, list, number, map }, client) {
			const { State } = await new LambdaClient(client).send(
				new UpdateEventSourceMappingCommand({
					UUID: text("uuid"),
					Enabled: has("enabled")
						? true
						: has("no-enabled")
							? false
							: undefined,
					BatchSize: number("batch-size"),
					FunctionResponseTypes: has("function-response-types")
						? ([...list("function-response-types")] as FunctionResponseType[])
						: undefined,
					ScalingConfig: has("scaling-config")
						? {
								MaximumConcurrency: Number(
									map("scaling-config").MaximumConcurrency,
								),
							}
						: undefined,
				}),
			);
			return { State };
		},
	},
};
