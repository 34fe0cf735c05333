import { Template } from "aws-cdk-lib/assertions";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { expect, test } from "vitest";
import { stackWith } from "../support/synth.ts";

test("nobody but the sending function may send to the dead-letter queue", () => {
	const { stack, sender } = stackWith();
	const role = new Role(stack, "Producer", {
		assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
	});
	sender.grantSend(role, { producer: "billing", largeMessages: true });
	sender.grantSchedule(role);
	sender.grantReadOutcomes(role);
	const template = Template.fromStack(stack);
	const { deadLetterQueueArn } = stack.resolve({
		deadLetterQueueArn: sender.deadLetterQueue.queueArn,
	});
	const names = (resource: unknown) =>
		JSON.stringify(resource).includes(JSON.stringify(deadLetterQueueArn));
	const senders = Object.values(template.findResources("AWS::IAM::Policy"))
		.map(({ Properties }) => Properties)
		.filter(({ PolicyDocument: { Statement } }) =>
			Statement.some(
				({ Action, Resource }: { Action: unknown; Resource: unknown }) =>
					[Action]
						.flat()
						.some((action) => /^(\*|sqs:(\*|Send))/.test(String(action))) &&
					names(Resource),
			),
		)
		.map(({ Roles }) => JSON.stringify(Roles));
	expect(senders).toEqual([expect.stringMatching(/MailSendingRole/)]);

	const { Ref: queue } = stack.resolve(sender.deadLetterQueue.queueUrl);
	const statements = Object.values(
		template.findResources("AWS::SQS::QueuePolicy"),
	)
		.map(({ Properties }) => Properties)
		.filter(({ Queues }) => JSON.stringify(Queues).includes(queue))
		.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
	expect(statements.filter(({ Effect }) => Effect === "Allow")).toEqual([]);
});
