import type { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { describe, expect, test } from "vitest";
import { MailDestination } from "../../../infra/index.ts";
import {
	imported,
	SETTINGS,
	statementsFor,
	twoStacks,
} from "../../support/producers.ts";
import { stackWith } from "../../support/synth.ts";

const ROUTE = { to: "oncall@example.com" };

function addFunction(
	stack: Stack,
	destinations: {
		readonly onFailure?: MailDestination;
		readonly onSuccess?: MailDestination;
	},
	functionName?: string,
): Fn {
	return new Fn(stack, "Orders", {
		runtime: Runtime.NODEJS_24_X,
		handler: "index.handler",
		code: Code.fromInline("exports.handler = () => {};"),
		...(functionName === undefined ? {} : { functionName }),
		...destinations,
	});
}

/** ROUTES of the sending function, with what is known at the deployment only as `?`. */
function routesOf(stack: Stack): readonly unknown[] {
	const [sending] = Object.values(
		Template.fromStack(stack).findResources("AWS::Lambda::Function", {
			Properties: {
				Description: "Sends the mail of Team-Mail through Gmail SMTP",
			},
		}),
	);
	const value: unknown = sending?.Properties.Environment.Variables.ROUTES;
	const parts = Object(value)["Fn::Join"]?.[1] ?? [value];
	return JSON.parse(
		parts
			.map((part: unknown) => (typeof part === "string" ? part : "?"))
			.join(""),
	);
}

describe.each(SETTINGS)("MailDestination with $kind", ({ setting }) => {
	test("takes the function's records and lets it send", () => {
		const { stack, sender, queueArn } = setting();
		addFunction(stack, { onFailure: new MailDestination(sender) });
		Template.fromStack(stack).hasResourceProperties(
			"AWS::Lambda::EventInvokeConfig",
			{ DestinationConfig: { OnFailure: { Destination: queueArn } } },
		);
		expect(
			statementsFor(stack, "lambda.amazonaws.com").filter(({ Action }) =>
				[Action].flat().includes("sqs:SendMessage"),
			),
		).toContainEqual({
			Effect: "Allow",
			Action: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
			Resource: queueArn,
		});
	});
});

describe("MailDestination with a route", () => {
	test.each([
		["onFailure", "Failure"],
		["onSuccess", "Success"],
	])("of %s mails this function's records of it alone", (key, result) => {
		const { stack, sender } = stackWith();
		addFunction(stack, {
			[key]: new MailDestination(sender, { route: ROUTE }),
		});
		expect(routesOf(stack)).toEqual([
			{
				match: {
					source: "aws.lambda",
					detailType: `Lambda Function Invocation Result - ${result}`,
					resource: ["?", "?:*"],
				},
				to: "oncall@example.com",
			},
		]);
	});

	test("knows a named function of another stack, without a cycle", () => {
		const { app, sender, stack } = twoStacks();
		const onFailure = new MailDestination(sender, { route: ROUTE });
		addFunction(stack, { onFailure }, "orders");
		expect(() => app.synth()).not.toThrow();
		expect(JSON.stringify(routesOf(sender.node.scope as Stack))).toContain(
			":function:orders:*",
		);
	});

	test("refuses a function of another stack that has a generated name", () => {
		const { sender, stack } = twoStacks();
		const onFailure = new MailDestination(sender, { route: ROUTE });
		expect(() => addFunction(stack, { onFailure })).toThrow(
			/Cannot add a route for Orders\/Orders as it has a generated name/,
		);
	});

	test("of an imported sender is refused with the route for its owner", () => {
		const { stack, sender } = imported();
		const onFailure = new MailDestination(sender, { route: ROUTE });
		expect(() => addFunction(stack, { onFailure }, "orders")).toThrow(
			/Cannot add a route to the sender of Orders\/Mail[\s\S]*Invocation Result - Failure/,
		);
	});
});
