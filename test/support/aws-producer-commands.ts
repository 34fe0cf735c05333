import { readFileSync } from "node:fs";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
	type FlexibleTimeWindow,
	GetScheduleCommand,
	SchedulerClient,
	UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { type AwsCommand, Unknown } from "./aws-arguments.ts";

/** Commands that make the services of the examples send. */
export const PRODUCER_COMMANDS: Readonly<Record<string, AwsCommand>> = {
	"s3 cp": {
		options: {},
		async run({ positionals }, client) {
			const [from, to = ""] = positionals;
			const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*[^/])$/.exec(to) ?? [];
			if (from !== "-" || Bucket === undefined)
				throw new Unknown("s3 cp takes - and an object here");
			await new S3Client({ ...client, forcePathStyle: true }).send(
				new PutObjectCommand({ Bucket, Key, Body: readFileSync(0) }),
			);
		},
	},
	"stepfunctions start-execution": {
		options: { "state-machine-arn": "text", input: "text" },
		async run({ text }, client) {
			const { executionArn } = await new SFNClient(client).send(
				new StartExecutionCommand({
					stateMachineArn: text("state-machine-arn"),
					input: text("input", "{}"),
				}),
			);
			return { executionArn };
		},
	},
	"scheduler get-schedule": {
		options: { name: "text" },
		async run({ text }, client) {
			const { $metadata: _metadata, ...schedule } = await new SchedulerClient(
				client,
			).send(new GetScheduleCommand({ Name: text("name") }));
			return schedule;
		},
	},
	"scheduler update-schedule": {
		options: {
			name: "text",
			"schedule-expression": "text",
			"flexible-time-window": "text",
			target: "text",
		},
		async run({ text, map }, client) {
			const { ScheduleArn } = await new SchedulerClient(client).send(
				new UpdateScheduleCommand({
					Name: text("name"),
					ScheduleExpression: text("schedule-expression"),
					FlexibleTimeWindow: map(
						"flexible-time-window",
					) as unknown as FlexibleTimeWindow,
					Target: JSON.parse(text("target")),
				}),
			);
			return { ScheduleArn };
		},
	},
};
