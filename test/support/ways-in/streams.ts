import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { MailPipe, MailScheduleTarget } from "../../../infra/index.ts";
import { sqsOf, type WayIn } from "../way-in.ts";

/** Later than all other services together take. */
const HOURS = 6;

/** Mail about what comes by itself: records and times. */
export const STREAMS: readonly WayIn[] = [
	{
		name: "a pipe from another queue",
		subject: 'Ann "Annie" Lee',
		build(stack, sender) {
			new MailPipe(stack, "Welcome", {
				sender,
				source: new Queue(stack, "Customers", { queueName: "customers" }),
				message: {
					to: "<$.body.email>",
					subject: "<$.body.name>",
					text: "Good to have you.",
				},
				filters: [{ body: { kind: ["new"] } }],
			});
		},
		async act(place) {
			const sqs = sqsOf(place);
			for (const kind of ["old", "new"]) {
				const body = {
					kind,
					email: "ann@example.com",
					name: 'Ann "Annie" Lee',
				};
				await sqs.send(
					new SendMessageCommand({
						QueueUrl: place.queueUrl("customers"),
						MessageBody: JSON.stringify(body),
					}),
				);
			}
			sqs.destroy();
		},
	},
	{
		name: "a schedule",
		subject: "Have a good week",
		minutes: HOURS * 60,
		build(stack, sender) {
			new Schedule(stack, "Monday", {
				schedule: ScheduleExpression.at(
					new Date(Date.now() + HOURS * 3_600_000),
				),
				target: new MailScheduleTarget(sender, {
					message: {
						to: "team@example.com",
						subject: "Have a good week",
						text: "It is Monday.",
					},
				}),
			});
		},
		// Time alone sets it off.
		act: async () => {},
	},
];
