import { type App, Stack, type StackProps } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import {
	GmailSender,
	type IGmailSender,
	type ImportOptions,
} from "../../infra/index.ts";
import { newApp, stackWith } from "./synth.ts";

export const ELSEWHERE = "arn:aws:sqs:eu-west-1:123456789012:mail";

/** A producer's stack with a sender in it, of its own or imported. */
export interface Setting {
	readonly stack: Stack;
	readonly sender: IGmailSender;
	/** The queue's ARN, as the template has it. */
	readonly queueArn: unknown;
}

/** A sender of the producer's own stack. */
export function own(): Setting {
	const { stack, sender } = stackWith();
	return { stack, sender, queueArn: stack.resolve(sender.queue.queueArn) };
}

/** A sender that is known by its queue alone. */
export function imported(options: ImportOptions = {}): Setting {
	const stack = new Stack(newApp(), "Orders");
	const sender = GmailSender.fromQueueArn(stack, "Mail", ELSEWHERE, options);
	return { stack, sender, queueArn: ELSEWHERE };
}

export const SETTINGS: readonly {
	readonly kind: string;
	readonly setting: () => Setting;
}[] = [
	{ kind: "a sender of its own", setting: own },
	{ kind: "an imported sender", setting: () => imported() },
];

/** A stack with the sender, and another one of the producer. */
export function twoStacks(
	props: { readonly mail?: StackProps; readonly orders?: StackProps } = {},
): {
	readonly app: App;
	readonly sender: GmailSender;
	readonly stack: Stack;
} {
	const app = newApp();
	const { sender } = stackWith({}, { app, stack: props.mail ?? {} });
	return { app, sender, stack: new Stack(app, "Orders", props.orders) };
}

interface Statement {
	readonly Action: string | readonly string[];
	readonly Resource: unknown;
}

/** What the roles that a service takes on may do, as the template has it. */
export function statementsFor(
	stack: Stack,
	service: string,
): readonly Statement[] {
	const template = Template.fromStack(stack);
	const roles = Object.entries(template.findResources("AWS::IAM::Role"))
		.filter(([, { Properties }]) =>
			JSON.stringify(Properties.AssumeRolePolicyDocument).includes(service),
		)
		.map(([id]) => id);
	return Object.values(template.findResources("AWS::IAM::Policy"))
		.filter(({ Properties }) =>
			Properties.Roles.some(({ Ref }: { Ref: string }) => roles.includes(Ref)),
		)
		.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
